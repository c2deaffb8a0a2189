namespace Steffi.Functional.Tests;

public class DeviceKindTests
{
    [Theory]
    [InlineData("macvlan", "bridge")]
    [InlineData("macvtap", "private")]
    public Task Macvlan_hangs_below_its_parent(string kind, string mode) => WithParentAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} link add mv0 link va type {kind} mode {mode}");
        var view = await net.SeesAsync("the link and its parent", v => v.Layer2(v.Link(ns, "va"), v.Link(ns, "mv0")));
        Assert.Equal(kind, view.Link(ns, "mv0").Text("Type"));
        Assert.Equal(mode, view.Link(ns, "mv0").Text("Macvlan.Mode"));
        Assert.Equal(view.Link(ns, "va").Text("IfIndex"), view.Link(ns, "mv0").Text("ParentIndex"));
        Assert.Contains(view.Link(ns, "va")!.Value.OutEdges, e => e.ChildId == view.Link(ns, "mv0")!.Value.Id);
    });

    [Fact]
    public Task Macvlan_in_another_namespace_hangs_below_its_parent() => WithParentAsync(async (net, ns) =>
    {
        string other = net.AddNamespace();
        net.Ip($"-n {ns} link add mv0 link va netns {other} type macvlan mode bridge");
        var before = await net.SeesAsync("the parent across namespaces", v => v.Layer2(v.Link(ns, "va"), v.Link(other, "mv0")));
        var instant = net.Now;
        net.Ip($"-n {ns} link del va");
        await net.SeesAsync("both gone", v => v.Link(ns, "va") is null && v.Link(other, "mv0") is null);
        var past = net.Graph.At(instant);
        Assert.True(past.Layer2(past.Link(ns, "va"), past.Link(other, "mv0")));
    });

    [Fact]
    public Task Vxlan_shows_its_attributes() => WithParentAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} link add vx0 type vxlan id 42 group 239.1.1.1 local 10.4.0.1 dev va dstport 4789 nolearning");
        net.Ip($"-n {ns} link add vx1 type vxlan id 43 remote 10.4.0.2 dstport 8472");
        var view = await net.SeesAsync("two vxlans", v => v.Layer2(v.Link(ns, "va"), v.Link(ns, "vx0")) && v.Link(ns, "vx1") is not null);
        var vxlan = view.Link(ns, "vx0")!.Value["Vxlan"].AsMap();
        Assert.Equal(42, vxlan["VNI"].AsInt());
        Assert.Equal("239.1.1.1", vxlan["Group"].ToString());
        Assert.Equal("10.4.0.1", vxlan["Local"].ToString());
        Assert.Equal(4789, vxlan["Port"].AsInt());
        Assert.False(vxlan["Learning"].AsBool());
        Assert.Equal("10.4.0.2", view.Link(ns, "vx1").Text("Vxlan.Remote"));
        Assert.True(view.Link(ns, "vx1")!.Value["Vxlan.Learning"].AsBool());
    });

    [Fact]
    public Task Tap_shows_its_owner() => WithParentAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} tuntap add dev tap0 mode tap user 1234 group 4321");
        net.Ip($"-n {ns} tuntap add dev tun0 mode tun");
        // ip sets the owner after the interface is there, and the kernel does not tell it.
        var view = await net.SeesAsync("a tap and a tun", v => v.Link(ns, "tap0").Text("TunTap.Owner") == "1234" && v.Link(ns, "tun0") is not null);
        Assert.Equal("tuntap", view.Link(ns, "tap0").Text("Type"));
        Assert.Equal("4321", view.Link(ns, "tap0").Text("TunTap.Group"));
        Assert.Equal("tap", view.Link(ns, "tap0").Text("TunTap.Mode"));
        Assert.Equal("tun", view.Link(ns, "tun0").Text("TunTap.Mode"));
        Assert.Equal("none", view.Link(ns, "tun0").Text("EncapType"));
        Assert.True(view.Link(ns, "tun0")!.Value["MAC"].IsNull);
        var before = net.Now;
        net.Ip($"-n {ns} link del tap0");
        await net.SeesAsync("the tap gone", v => v.Link(ns, "tap0") is null);
        Assert.NotNull(net.Graph.At(before).Link(ns, "tap0"));
    });

    [Fact]
    public Task Ifb() => WithParentAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} link add ifb7 type ifb");
        await net.SeesAsync("an ifb", v => v.Link(ns, "ifb7").Text("Type") == "ifb");
    });

    private static Task WithParentAsync(Func<Situation, string, Task> body) => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add va type veth peer name vb");
        await net.SeesAsync("a pair", v => v.Link(ns, "va") is not null);
        await body(net, ns);
    });
}
