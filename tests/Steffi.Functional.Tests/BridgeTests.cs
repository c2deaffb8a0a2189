namespace Steffi.Functional.Tests;

public class BridgeTests
{
    [Fact]
    public Task Two_ports_hang_below_their_bridge() => Situation.RunAsync(async net =>
    {
        string ns = WithBridge(net, "br0");
        var view = await net.SeesAsync("two ports", v => v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p0")) && v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p1")));
        Assert.Equal("bridge", view.Link(ns, "br0").Text("Type"));
        Assert.Equal("bridge", view.Link(ns, "br0").Text("Driver"));
        Assert.Equal(view.Link(ns, "br0").Text("IfIndex"), view.Link(ns, "p0").Text("MasterIndex"));
        Assert.Equal("32768", view.Link(ns, "br0").Text("Bridge.Priority"));
        Assert.Equal("True", view.Link(ns, "p0").Text("BridgePort.Learning"), ignoreCase: true);
        // The bridge is the edge's parent.
        Assert.Contains(view.Link(ns, "br0")!.Value.OutEdges, e => e["RelationType"] == "layer2" && e.ChildId == view.Link(ns, "p0")!.Value.Id);
    });

    [Fact]
    public Task A_port_moves_to_another_bridge_and_the_past_has_it_at_the_first() => Situation.RunAsync(async net =>
    {
        string ns = WithBridge(net, "br0");
        net.Ip($"-n {ns} link add br1 type bridge");
        await net.SeesAsync("the first bridge's port", v => v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p0")) && v.Link(ns, "br1") is not null);
        var before = net.Now;
        net.Ip($"-n {ns} link set p0 master br1");
        var view = await net.SeesAsync("the second bridge's port", v => v.Layer2(v.Link(ns, "br1"), v.Link(ns, "p0")));
        Assert.False(view.Layer2(view.Link(ns, "br0"), view.Link(ns, "p0")));
        Assert.True(view.Layer2(view.Link(ns, "br0"), view.Link(ns, "p1")));
        var past = net.Graph.At(before);
        Assert.True(past.Layer2(past.Link(ns, "br0"), past.Link(ns, "p0")));
        Assert.False(past.Layer2(past.Link(ns, "br1"), past.Link(ns, "p0")));
    });

    [Fact]
    public Task A_bridge_deleted_with_ports_in_it_leaves_the_ports() => Situation.RunAsync(async net =>
    {
        string ns = WithBridge(net, "br0");
        await net.SeesAsync("two ports", v => v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p0")) && v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p1")));
        var before = net.Now;
        net.Ip($"-n {ns} link del br0");
        var view = await net.SeesAsync("the bridge gone", v => v.Link(ns, "br0") is null && v.Link(ns, "p0").Text("MasterIndex") is "null" or "");
        Assert.NotNull(view.Link(ns, "p1"));
        Assert.DoesNotContain(view.Link(ns, "p0")!.Value.InEdges, e => e["RelationType"] == "layer2" && e["Type"].IsNull);
        var past = net.Graph.At(before);
        Assert.True(past.Layer2(past.Link(ns, "br0"), past.Link(ns, "p1")));
    });

    [Fact]
    public Task A_port_that_leaves_its_bridge_stays_an_interface() => Situation.RunAsync(async net =>
    {
        string ns = WithBridge(net, "br0");
        await net.SeesAsync("a port", v => v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p0")));
        net.Ip($"-n {ns} link set p0 nomaster");
        await net.SeesAsync("no port", v => v.Link(ns, "p0") is not null && !v.Layer2(v.Link(ns, "br0"), v.Link(ns, "p0")));
    });

    private static string WithBridge(Situation net, string bridge)
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add {bridge} type bridge");
        foreach (string port in (string[])["p0", "p1"])
        {
            net.Ip($"-n {ns} link add {port} type veth peer name {port}x");
            net.Ip($"-n {ns} link set {port} master {bridge}");
        }
        return ns;
    }
}
