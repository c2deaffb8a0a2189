using Steffi.Netlink;
using Steffi.Netlink.Kernel;
using Steffi.Plugins.NetNS;
using Steffi.Probes;

namespace Steffi.Functional.Tests;

public class ProbeLifeTests
{
    [Fact]
    public Task Restarted_probes_go_on_with_what_is_still_there() => Situation.RunAsync(async net =>
    {
        string stays = net.AddNamespace(), goes = net.AddNamespace();
        net.Ip($"-n {stays} link add ifb1 type ifb");
        net.Ip($"-n {stays} link add ifb2 type ifb");
        net.Ip($"link add va netns {stays} type veth peer name vb netns {goes}");
        var before = await net.SeesAsync("everything", v => v.Namespace(stays) is not null && v.Link(stays, "ifb2") is not null && v.Layer2(v.Link(stays, "va"), v.Link(goes, "vb")));
        long gone = Situation.Inode(goes);
        await net.StopProbesAsync();
        Assert.False(net.Graph.Live.Layer2(net.Graph.Live.Link(stays, "va"), net.Graph.Live.Link(gone, "vb")));

        net.RemoveNamespace(goes);
        net.Ip($"-n {stays} link del ifb2");
        net.Ip($"-n {stays} link set ifb1 mtu 1300");
        net.StartProbes();
        var after = await net.SeesAsync("what is left", v => v.Link(gone, "lo") is null && v.Link(stays, "ifb2") is null && v.Link(stays, "ifb1").Text("MTU") == "1300",
            TimeSpan.FromSeconds(2));
        Assert.Equal(before.Link(stays, "ifb1")!.Value.CreatedAt, after.Link(stays, "ifb1")!.Value.CreatedAt);
        Assert.Equal(before.Namespace(stays)!.Value.CreatedAt, after.Namespace(stays)!.Value.CreatedAt);
        Assert.True(after.Owns(after.Namespace(stays), after.Link(stays, "ifb1")));
    });

    [Fact]
    public Task Keys_of_other_probes_stay() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add ifb1 type ifb");
        var node = (await net.SeesAsync("the link", v => v.Link(ns, "ifb1") is not null)).Link(ns, "ifb1")!.Value;
        net.Graph.Write("other", t => t.UpdateNode(node.Id, new MetadataPatch { ["Capture.State"] = "active" }));
        net.Ip($"-n {ns} link set ifb1 mtu 1300");
        await net.SeesAsync("both keys", v => v.Link(ns, "ifb1").Text("MTU") == "1300" && v.Link(ns, "ifb1").Text("Capture.State") == "active");
    });

    [Fact]
    public void Without_the_privilege_the_report_names_what_is_missing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs CAP_SYS_ADMIN to make the namespace that may not be entered");
        string name = $"p{Environment.ProcessId}";
        Situation.Run("ip", "netns", "add", name);
        try
        {
            using var graph = new Graph();
            var context = new TestProbeContext(graph, "netns", ElementId.New(), []);
            using var loop = new NetlinkLoop(context, new KnownNamespaces());
            using var stopping = new CancellationTokenSource();
            var follower = new NamespaceFollower(context, loop, new KnownNamespaces(), NetlinkOptions.Read(context.Settings));
            // Up to its first wait the follower runs on the thread that starts it, so only that gives up its privileges.
            Task? following = null;
            Unprivileged.Run(() => following = follower.RunAsync(stopping.Token));
            stopping.Cancel();
            Assert.Contains((ProbeState.Degraded, $"setns on {name}: EPERM, needs CAP_SYS_ADMIN"), context.Reports);
            Assert.ThrowsAny<OperationCanceledException>(() => following!.GetAwaiter().GetResult());
        }
        finally
        {
            Situation.Run("ip", "netns", "del", name);
        }
    }

    [Fact]
    public void A_namespace_that_is_another_by_now_is_not_entered() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<KernelCallException>(() => NamespaceEntry.Run("/proc/self/ns/net", 1, () => 0)).Errno);

    [Theory]
    [InlineData("metrics.period", "soon")]
    [InlineData("metrics.period", "0")]
    [InlineData("receive.buffer", "-1")]
    public void A_setting_that_makes_no_sense_is_named(string setting, string value)
    {
        using var graph = new Graph();
        var context = new TestProbeContext(graph, "netlink", ElementId.New(), new() { [setting] = value });
        Assert.Contains(setting, Assert.Throws<FormatException>(() => NetlinkOptions.Read(context.Settings)).Message, StringComparison.Ordinal);
    }
}
