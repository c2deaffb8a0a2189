using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Steffi.Analyzer.Tests;

/// A program while it runs, with what it has printed so far. Ended when disposed, if not before.
internal sealed class Running : IAsyncDisposable
{
    public const int Interrupt = 2, Killed = 9, Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new(), error = new();
    private readonly Task reading;

    private Running(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
    }

    public string Output => Text(output);

    public string Error => Text(error);

    public static Running Start(string program, string[] arguments, string? input = null, string? folder = null)
    {
        // A shell that starts tests in the background has them ignore Ctrl-C, and they would pass that on.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        start.Environment.Remove("STEFFI_SERVER");
        var running = new Running(Process.Start(start)!);
        running.process.StandardInput.Write(input ?? "");
        running.process.StandardInput.Close();
        return running;
    }

    public void Signal(int number) => Assert.Equal(0, Kill(process.Id, number));

    /// Waits for text on standard output; fails when the program ends without it.
    public async Task<string> WaitForAsync(Func<string, bool> enough)
    {
        var limit = Stopwatch.StartNew();
        while (!enough(Output))
        {
            Assert.True(limit.Elapsed < Patience && !(process.HasExited && reading.IsCompleted && !enough(Output)),
                $"waited {limit.Elapsed.TotalSeconds:0.0} s in vain; the program said\n{Output}\n{Error}");
            await Task.Delay(20);
        }
        return Output;
    }

    public async Task<Finished> EndAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"still running after {(within ?? Patience).TotalSeconds} s; the program said\n{Output}\n{Error}");
        }
        await reading;
        return new Finished(process.ExitCode, Output, Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task ReadAsync(StreamReader from, StringBuilder into)
    {
        var buffer = new char[4096];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
            lock (into)
                into.Append(buffer, 0, read);
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
