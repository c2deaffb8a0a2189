namespace Steffi.Functional.Tests;

public class RouteTests
{
    [Fact]
    public Task Default_and_static_routes_stand_on_their_interface() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} route add default via 10.1.0.254");
        net.Ip($"-n {ns} route add 192.168.7.0/24 via 10.1.0.253 metric 50 proto static");
        var view = await net.SeesAsync("both routes", v => Routes(v, ns, "va", 254).Any(r => r["Prefix"] == "0.0.0.0/0")
            && Routes(v, ns, "va", 254).Any(r => r["Prefix"] == "192.168.7.0/24"));
        var route = Routes(view, ns, "va", 254).Single(r => r["Prefix"] == "192.168.7.0/24");
        var hop = route["NextHops"].AsList().Single().AsMap();
        Assert.Equal("10.1.0.253", hop["IP"].ToString());
        Assert.Equal(50, hop["Priority"].AsInt());
        Assert.Equal(view.Link(ns, "va")!.Value["IfIndex"], hop["IfIndex"]);
        Assert.Equal(4, route["Protocol"].AsInt());
        Assert.Contains(Routes(view, ns, "va", 255), r => r["Prefix"] == "10.1.0.1/32" && r["Type"] == "local");
        var before = net.Now;
        net.Ip($"-n {ns} route del 192.168.7.0/24");
        await net.SeesAsync("the route gone", v => Routes(v, ns, "va", 254).All(r => r["Prefix"] != "192.168.7.0/24"));
        Assert.Contains(Routes(net.Graph.At(before), ns, "va", 254), r => r["Prefix"] == "192.168.7.0/24");
    });

    [Fact]
    public Task Other_tables_are_told_apart() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} route add 172.16.0.0/12 via 10.1.0.254 table 100");
        net.Ip($"-n {ns} route add 172.16.0.0/12 via 10.1.0.253 table 70000");
        var view = await net.SeesAsync("both tables", v => Routes(v, ns, "va", 100).Length == 1 && Routes(v, ns, "va", 70000).Length == 1);
        Assert.Equal("10.1.0.253", Routes(view, ns, "va", 70000)[0]["NextHops"].AsList()[0].AsMap()["IP"].ToString());
    });

    [Fact]
    public Task Multipath_stands_on_each_interface_it_uses() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} route add 192.0.2.0/24 nexthop via 10.1.0.254 dev va weight 1 nexthop via 10.2.0.254 dev vc weight 3");
        var view = await net.SeesAsync("a multipath route", v => Routes(v, ns, "va", 254).Any(r => r["Prefix"] == "192.0.2.0/24")
            && Routes(v, ns, "vc", 254).Any(r => r["Prefix"] == "192.0.2.0/24"));
        var hops = Routes(view, ns, "vc", 254).Single(r => r["Prefix"] == "192.0.2.0/24")["NextHops"].AsList();
        Assert.Equal(["10.1.0.254", "10.2.0.254"], hops.Select(h => h.AsMap()["IP"].ToString()));
        Assert.Equal([1L, 3L], hops.Select(h => h.AsMap()["Weight"].AsInt()));
    });

    [Fact]
    public Task Blackhole_stands_on_lo() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} route add blackhole 198.51.100.0/24");
        net.Ip($"-n {ns} -6 route add unreachable 2001:db8:bad::/48");
        await net.SeesAsync("routes to nowhere", v => Routes(v, ns, "lo", 254).Any(r => r["Prefix"] == "198.51.100.0/24" && r["Type"] == "blackhole")
            && Routes(v, ns, "lo", 254).Any(r => r["Prefix"] == "2001:db8:bad::/48" && r["Type"] == "unreachable"));
    });

    [Fact]
    public Task IPv6_default_route() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} addr add 2001:db8:1::1/64 dev va nodad");
        net.Ip($"-n {ns} -6 route add default via 2001:db8:1::fe");
        await net.SeesAsync("the route", v => Routes(v, ns, "va", 254).Any(r => r["Prefix"] == "::/0"
            && r["NextHops"].AsList()[0].AsMap()["IP"] == "2001:db8:1::fe"));
    });

    [Fact]
    public Task Routes_that_vanish_with_the_link_going_down_vanish_here() => WithTwoInterfacesAsync(async (net, ns) =>
    {
        net.Ip($"-n {ns} route add default via 10.1.0.254");
        await net.SeesAsync("the route", v => Routes(v, ns, "va", 254).Any(r => r["Prefix"] == "0.0.0.0/0"));
        // The kernel sends no RTM_DELROUTE for these.
        net.Ip($"-n {ns} link set va down");
        await net.SeesAsync("no route", v => Routes(v, ns, "va", 254).All(r => r["Prefix"] != "0.0.0.0/0"));
    });

    private static Metadata[] Routes(GraphView view, string ns, string link, long table) =>
        view.Link(ns, link) is { } node && node["RoutingTables"].Kind == ValueKind.List
            ? [.. node["RoutingTables"].AsList().Select(t => t.AsMap()).Where(t => t["ID"] == table).SelectMany(t => t["Routes"].AsList()).Select(r => r.AsMap())]
            : [];

    private static Task WithTwoInterfacesAsync(Func<Situation, string, Task> body) => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link set lo up");
        foreach (var (link, address) in (ReadOnlySpan<(string, string)>)[("va", "10.1.0.1/24"), ("vc", "10.2.0.1/24")])
        {
            net.Ip($"-n {ns} link add {link} type veth peer name {link}x");
            net.Ip($"-n {ns} link set {link} up");
            net.Ip($"-n {ns} link set {link}x up");
            net.Ip($"-n {ns} addr add {address} dev {link}");
        }
        await net.SeesAsync("both interfaces with their local routes", v => Routes(v, ns, "vc", 255).Length > 0 && Routes(v, ns, "va", 255).Length > 0);
        await body(net, ns);
    });
}
