namespace Steffi.Functional.Tests;

public class InterfaceChangeTests
{
    [Fact]
    public Task Rename_keeps_the_node() => WithPairAsync(async (net, ns, va) =>
    {
        var before = net.Now;
        net.Ip($"-n {ns} link set va name renamed");
        await net.SeesAsync("the new name", v => v.Link(ns, "renamed") is { } node && node.Id == va && v.Link(ns, "va") is null);
        Assert.Equal(va, net.Graph.At(before).Link(ns, "va")!.Value.Id);
    });

    [Fact]
    public Task MAC_and_MTU_change() => WithPairAsync(async (net, ns, va) =>
    {
        string mac = net.Graph.Live.Link(ns, "va").Text("MAC");
        var before = net.Now;
        net.Ip($"-n {ns} link set va address 02:00:00:00:00:07 mtu 1400");
        await net.SeesAsync("MAC and MTU", v => v.Link(ns, "va").Text("MAC") == "02:00:00:00:00:07" && v.Link(ns, "va").Text("MTU") == "1400");
        Assert.Equal(mac, net.Graph.At(before).Link(ns, "va").Text("MAC"));
        Assert.Equal("1500", net.Graph.At(before).Link(ns, "va").Text("MTU"));
    });

    [Fact]
    public Task Up_and_down() => WithPairAsync(async (net, ns, va) =>
    {
        Assert.Equal("DOWN", net.Graph.Live.Link(ns, "va").Text("State"));
        net.Ip($"-n {ns} link set va up");
        net.Ip($"-n {ns} link set vb up");
        var view = await net.SeesAsync("up with carrier", v => v.Link(ns, "va").Text("State") == "UP" && v.Link(ns, "va").Texts("LinkFlags").Contains("LOWER_UP"));
        Assert.Equal("UP", view.Link(ns, "va").Text("OperState"));
        net.Ip($"-n {ns} link set va down");
        await net.SeesAsync("down", v => v.Link(ns, "va").Text("State") == "DOWN");
    });

    [Fact]
    public Task Promiscuous() => WithPairAsync(async (net, ns, va) =>
    {
        net.Ip($"-n {ns} link set va promisc on");
        await net.SeesAsync("promiscuous", v => v.Link(ns, "va").Texts("LinkFlags").Contains("PROMISC") && v.Link(ns, "va").Text("Promiscuity") == "1");
        net.Ip($"-n {ns} link set va promisc off");
        await net.SeesAsync("not promiscuous", v => !v.Link(ns, "va").Texts("LinkFlags").Contains("PROMISC"));
    });

    [Fact]
    public Task Alias_and_alternative_name() => WithPairAsync(async (net, ns, va) =>
    {
        // Of an interface that is down the kernel does not tell these.
        net.Ip($"-n {ns} link set va up");
        net.Ip($"-n {ns} link set va alias uplink");
        net.Ip($"-n {ns} link property add dev va altname a_much_longer_name_than_fifteen");
        await net.SeesAsync("alias and name", v => v.Link(ns, "va").Text("Alias") == "uplink"
            && v.Link(ns, "va").Texts("AltNames").SequenceEqual(["a_much_longer_name_than_fifteen"]));
    });

    [Fact]
    public Task Ethtool_answers_are_there() => WithPairAsync((net, ns, va) =>
    {
        var node = net.Graph.Live.Link(ns, "va");
        Assert.Equal("10000", node.Text("Speed"));
        Assert.Equal("Full", node.Text("Duplex"));
        Assert.Equal("ether", node.Text("EncapType"));
        Assert.True(node!.Value["Features"].AsMap()["rx-checksum"].AsBool());
        return Task.CompletedTask;
    });

    [Fact]
    public Task Features_follow_ethtool() => WithPairAsync(async (net, ns, va) =>
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/ethtool"), "needs ethtool to change a feature");
        Situation.Run("nsenter", $"--net=/run/netns/{ns}", "ethtool", "-K", "va", "gro", "on");
        await net.SeesAsync("gro on", v => v.Link(ns, "va")!.Value["Features"].AsMap()["rx-gro"].AsBool());
        Situation.Run("nsenter", $"--net=/run/netns/{ns}", "ethtool", "-K", "va", "gro", "off");
        await net.SeesAsync("gro off", v => !v.Link(ns, "va")!.Value["Features"].AsMap()["rx-gro"].AsBool());
    });

    [Fact]
    public Task Addresses_come_and_go() => WithPairAsync(async (net, ns, va) =>
    {
        net.Ip($"-n {ns} addr add 10.9.0.1/24 dev va");
        net.Ip($"-n {ns} addr add 10.9.0.2/24 dev va");
        net.Ip($"-n {ns} addr add 2001:db8::1/64 dev va nodad");
        var view = await net.SeesAsync("three addresses", v => v.Link(ns, "va").Texts("IPV4").SequenceEqual(["10.9.0.1/24", "10.9.0.2/24"])
            && v.Link(ns, "va").Texts("IPV6").SequenceEqual(["2001:db8::1/64"]));
        var second = view.Link(ns, "va")!.Value["Addresses"].AsList().Single(a => a.AsMap()["IP"] == "10.9.0.2/24").AsMap();
        Assert.Contains("SECONDARY", second["Flags"].AsList().Select(f => f.ToString()));
        var before = net.Now;
        net.Ip($"-n {ns} addr del 10.9.0.1/24 dev va");
        await net.SeesAsync("the primary gone and with it the secondary", v => v.Link(ns, "va").Texts("IPV4").Length == 0);
        Assert.Equal(["10.9.0.1/24", "10.9.0.2/24"], net.Graph.At(before).Link(ns, "va").Texts("IPV4"));
    });

    [Fact]
    public Task IPv6_addresses_show_their_state() => WithPairAsync(async (net, ns, va) =>
    {
        net.Ip($"-n {ns} link set va up");
        net.Ip($"-n {ns} addr add 2001:db8::5/64 dev va");
        // Tentative until the peer is up and duplicate detection is through.
        await net.SeesAsync("a tentative address", v => Flags(v, "2001:db8::5/64").Contains("TENTATIVE"));
        net.Ip($"-n {ns} link set vb up");
        await net.SeesAsync("a valid address", v => Flags(v, "2001:db8::5/64") is { Length: > 0 } flags && !flags.Contains("TENTATIVE"), TimeSpan.FromSeconds(5));

        string[] Flags(GraphView view, string prefix) => view.Link(ns, "va") is { } node && node["Addresses"].Kind == ValueKind.List
            ? [.. node["Addresses"].AsList().Where(a => a.AsMap()["IP"] == prefix).SelectMany(a => a.AsMap()["Flags"].AsList()).Select(f => f.ToString())] : [];
    });

    [Fact]
    public Task Counters_are_read_each_period_and_make_no_revision_between() => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link set lo up");
        await net.SeesAsync("lo up", v => v.Link(ns, "lo").Text("State") == "UP");
        Situation.Run("nsenter", $"--net=/run/netns/{ns}", "bash", "-c", "for i in 1 2 3; do echo hello > /dev/udp/127.0.0.1/9 || true; done");
        var view = await net.SeesAsync("counted packets", v => v.Link(ns, "lo") is { } lo && lo["Metric.RxPackets"] is { Kind: ValueKind.Int } n && n.AsInt() >= 3
            && lo["LastUpdateMetric.RxPackets"] is { Kind: ValueKind.Int }, TimeSpan.FromSeconds(3));
        var metric = view.Link(ns, "lo")!.Value["LastUpdateMetric"].AsMap();
        Assert.InRange(metric["Last"].AsInt() - metric["Start"].AsInt(), 100, 3000);
        Assert.Equal(metric["RxBytes"], metric["TxBytes"]);
        long revision = view.Link(ns, "lo")!.Value.Revision;
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal(revision, net.Graph.Live.Link(ns, "lo")!.Value.Revision);
    }, new() { ["metrics.period"] = "0.3" });

    private static Task WithPairAsync(Func<Situation, string, ElementId, Task> body) => Situation.RunAsync(async net =>
    {
        string ns = net.AddNamespace();
        net.Ip($"-n {ns} link add va type veth peer name vb");
        var view = await net.SeesAsync("a pair", v => v.Layer2(v.Link(ns, "va"), v.Link(ns, "vb")));
        await body(net, ns, view.Link(ns, "va")!.Value.Id);
    });
}
