using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>What is left in the kernel by a process that followed sockets until it was killed.</summary>
public sealed class KilledProbeTests
{
    private const string Ready = "follows sockets";

    [Fact]
    public async Task A_killed_process_leaves_no_program_behind()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN");
        Assert.SkipUnless(File.Exists("/usr/sbin/bpftool"), "needs bpftool");
        using var victim = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", typeof(KilledProbeTests).Assembly.Location, "-explicit", "only", "-method", $"*{nameof(Follows_until_it_is_killed)}", "-noLogo", "-showLiveOutput"])
        { RedirectStandardOutput = true })!;
        while (await victim.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains(Ready, StringComparison.Ordinal))
        {
        }
        var held = HeldBy(victim.Id);
        var programs = Programs().Where(program => held.Contains(program.Id)).ToArray();
        string[] some = ["steffi_tcp", "steffi_holders", "steffi_state", "steffi_release", "steffi_drop"];
        Assert.Empty(some.Except(programs.Select(program => program.Name)));

        victim.Kill();
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        while (programs.Intersect(Programs()).Any())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(9), "programs are left");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact(Explicit = true)]
    public Task Follows_until_it_is_killed() => Situation.RunAsync(async net =>
    {
        net.Start(new SocketInfoProbe());
        await net.SeesAsync("sockets", view => SocketStatistics.Graph(view, view.TryGetNode(net.Host, out var host) ? host : null).Count > 0, TimeSpan.FromSeconds(9));
        Console.WriteLine(Ready);
        await Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    });

    // Its descriptors of programs and links.
    private static HashSet<int> HeldBy(int pid) => [.. Directory.EnumerateFiles($"/proc/{pid}/fdinfo").SelectMany(File.ReadLines)
        .Where(line => line.StartsWith("prog_id:", StringComparison.Ordinal)).Select(line => int.Parse(line[8..], CultureInfo.InvariantCulture))];

    private static List<(int Id, string Name)> Programs()
    {
        using var shown = JsonDocument.Parse(Situation.Run("bpftool", "-j", "prog", "show"));
        return [.. shown.RootElement.EnumerateArray().Select(program => (
            program.GetProperty("id").GetInt32(), program.TryGetProperty("name", out var name) ? name.GetString()! : ""))];
    }
}
