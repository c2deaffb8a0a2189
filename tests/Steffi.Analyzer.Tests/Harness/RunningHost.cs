using System.Text.RegularExpressions;

namespace Steffi.Analyzer.Tests;

/// A host on a port of its own.
internal sealed partial class RunningHost : IAsyncDisposable
{
    private readonly Running running;

    private RunningHost(Running running, Uri address) => (this.running, Address) = (running, address);

    public Uri Address { get; }

    public string Output => running.Output;

    /// Started, and done with its first discovery.
    public static async Task<RunningHost> StartAsync(params string[] arguments)
    {
        var running = Running.Start(Repository.Host, ["run", "--listen", "127.0.0.1:0", .. arguments]);
        try
        {
            var said = await running.WaitForAsync(output => output.Contains("Ctrl-C ends it."));
            return new RunningHost(running, new Uri(AddressLine().Match(said).Groups[1].Value));
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// Runs a verb against this host.
    public Task<Finished> AskAsync(string verb, params string[] arguments) => Cli.RunAsync([verb, "--server", Address.ToString(), .. arguments]);

    public Running Watch(params string[] arguments) => Running.Start(Repository.Host, ["watch", "--server", Address.ToString(), .. arguments]);

    public async Task<Finished> StopAsync(int signal, TimeSpan within)
    {
        running.Signal(signal);
        return await running.EndAsync(within);
    }

    public ValueTask DisposeAsync() => running.DisposeAsync();

    [GeneratedRegex(@"Answering on (http://\S+?)\.\s")]
    private static partial Regex AddressLine();
}
