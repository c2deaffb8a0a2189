using System.Diagnostics;
using Steffi.Plugins.Ebpf;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Steffi.Ebpf.Tests;

/// <summary>A process of its own that captures until it is killed: this assembly once more, with one explicit test.</summary>
public class Victim
{
    private const string Namespace = "STEFFI_VICTIM_NAMESPACE", Hook = "STEFFI_VICTIM_HOOK", Ready = "victim is ready";

    internal static async Task<Process> StartAsync(string name, string hook)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Victim).Assembly.Location, "-explicit", "only", "-method", "*Victim.Captures_until_it_is_killed", "-noLogo", "-showLiveOutput"])
        {
            RedirectStandardOutput = true,
            Environment = { [Namespace] = name, [Hook] = hook },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(Ready, StringComparison.Ordinal))
                return process;
        }
        Assert.Fail("the process that is to be killed did not start to capture");
        return process;
    }

    [Fact(Explicit = true)]
    public async Task Captures_until_it_is_killed()
    {
        string? name = Environment.GetEnvironmentVariable(Namespace);
        Assert.SkipWhen(name is null, "is started by CaptureLifeTests");
        await using var capture = new RunningCapture(new EbpfCapture(), name, "veth0", settings: ("hook", Environment.GetEnvironmentVariable(Hook)!));
        await capture.StartedAsync();
        Console.WriteLine(Ready);
        await Task.Delay(TimeSpan.FromMinutes(1));
    }
}
