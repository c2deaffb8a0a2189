using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Steffi.Bpf;

namespace Steffi.Ebpf.Tests;

/// <summary>Plugins with copies of this code of their own share one load of the programs that see the whole machine.</summary>
public partial class HealthProgramTests
{
    [Fact]
    public void Another_context_uses_what_is_loaded_and_keeps_it_when_the_first_one_ends()
    {
        Needs.RootAndLibbpf();
        Needs.Tool("bpftool", "bpftool");
        var before = Loaded();
        var first = HealthProgram.Start();
        var loaded = Loaded();
        Assert.True(loaded.IsProperSupersetOf(before));
        var context = new AssemblyLoadContext("another plugin");
        var type = context.LoadFromAssemblyPath(typeof(HealthProgram).Assembly.Location).GetType(typeof(HealthProgram).FullName!)!;
        Assert.NotEqual(typeof(HealthProgram), type);
        using (var second = (IDisposable)type.GetMethod(nameof(HealthProgram.Start), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!)
        {
            Assert.Equal(loaded, Loaded());
            first.Dispose();
            first.Dispose();
            Assert.Equal(loaded, Loaded());
            // A third one by what is left.
            using var third = HealthProgram.Start();
            Assert.Equal(loaded, Loaded());
            third.ReadDrops(0, static (_, _, _) => { });
            third.ReadFragments(0, static (_, _, _) => { });
            third.ReadConnections(0, static (_, _) => { });
        }
        SpinWait.SpinUntil(() => !Loaded().Overlaps(loaded.Except(before)), 10_000);
        Assert.Empty(Loaded().Intersect(loaded.Except(before)));
    }

    [Fact]
    public void Where_the_kernel_has_no_reading_in_place_headers_are_copied()
    {
        Needs.RootAndLibbpf();
        using var health = BpfObject.Open("health", typeof(HealthProgram).Assembly);
        health.Configure(0u);
        health.Load();
        using var link = health.Attach("steffi_drop");
        using (var socket = new System.Net.Sockets.UdpClient(0))
            socket.Send([1], 1, "127.0.0.1", 9);   // the discard port, where nobody listens
        var drops = new PacketDrop[1024];
        uint position = 0;
        int count = health.Map("steffi_drops").Read(ref position, true, drops.AsSpan(), new long[1024].AsSpan(), out _);
        Assert.Contains(drops[..count], static drop => drop.Ends is { Protocol: ConnectionEnds.Udp, Version: 4 } ends && ends.ToPort == 9 << 8 && ends.From[0] == 127);
    }

    // Numbers of the programs of that name that hang on a link which this process has open.
    private static HashSet<string> Loaded()
    {
        var named = Drop().Matches(VethPair.Run("bpftool", "prog", "show")).Select(match => match.Groups[1].Value).ToHashSet();
        return [.. KernelObjects.OpenIn("/proc/self").Where(kind => kind.StartsWith("prog ", StringComparison.Ordinal)).Select(kind => kind[5..]).Where(named.Contains)];
    }

    [GeneratedRegex(@"(?m)^(\d+): \w+  name steffi_drop ")]
    private static partial Regex Drop();
}
