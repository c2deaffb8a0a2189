using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class FlowIdentityTests
{
    private static readonly byte[] Forth = Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2)));
    private static readonly byte[] Back = Ethernet(0x0800, IPv4(6, Tcp(80, 1000, 18), "10.0.0.2", "10.0.0.1"), 2, 1);

    [Fact]
    public void Ports_of_0_are_ports_and_those_that_were_cut_off_are_none()
    {
        Assert.Equal(new FlowTransport("UDP", 0, 0), Assert.Single(Metered(null, Ethernet(0x0800, IPv4(17, Udp(0, 0, [1]))))).Transport);
        Assert.Equal(new FlowTransport("TCP", 0, 0), Assert.Single(Metered(null, Ethernet(0x0800, IPv4(6, Tcp(0, 0, 2))))).Transport);
        Assert.Null(Assert.Single(Metered(null, Ethernet(0x0800, IPv4(17, [0, 0])))).Transport);
    }

    [Fact]
    public void Both_directions_are_one_flow_and_A_is_who_spoke_first()
    {
        foreach (byte[][] frames in new byte[][][] { [Forth, Back], [Back, Forth] })
        {
            var flow = Assert.Single(Metered(null, frames));
            Assert.Equal((1, 1), (flow.Metric.ABPackets, flow.Metric.BAPackets));
            Assert.Equal(frames[0] == Forth ? ("10.0.0.1", 1000) : ("10.0.0.2", 80), (flow.Network!.A, flow.Transport!.A));
        }
        Assert.Equal(Metered(null, Forth)[0].TrackingID, Metered(null, Back)[0].TrackingID);
    }

    [Fact]
    public void Between_equal_ends_the_ports_tell_who_speaks()
    {
        byte[] forth = Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2), "127.0.0.1", "127.0.0.1"), 0, 0), back = Ethernet(0x0800, IPv4(6, Tcp(80, 1000, 18), "127.0.0.1", "127.0.0.1"), 0, 0);
        var flow = Assert.Single(Metered(null, forth, back, forth));
        Assert.Equal((2, 1), (flow.Metric.ABPackets, flow.Metric.BAPackets));
        byte[] ask = IPv4(1, Icmp(8, 0, 5), "127.0.0.1", "127.0.0.1"), answer = IPv4(1, Icmp(0, 0, 5), "127.0.0.1", "127.0.0.1");
        flow = Assert.Single(Metered(null, LinkType.Raw, [ask, answer]));
        Assert.Equal((1, 1, Second), (flow.Metric.ABPackets, flow.Metric.BAPackets, flow.Metric.RTT));
    }

    [Fact]
    public void Behind_a_router_the_l3_id_stays_and_the_id_does_not()
    {
        byte[] routed = Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2)), 9, 1);
        var flows = Metered(null, Forth, routed);
        Assert.Equal(2, flows.Count);
        Assert.Equal(flows[0].L3TrackingID, flows[1].L3TrackingID);
        Assert.NotEqual(flows[0].TrackingID, flows[1].TrackingID);
        var flow = Assert.Single(Metered(new FlowTableOptions { LayerKeyMode = LayerKeyMode.L3 }, Forth, routed));
        Assert.Equal(flow.L3TrackingID, flow.TrackingID);
    }

    [Fact]
    public void Vlans_separate_no_flows_and_protocols_do()
    {
        var flow = Assert.Single(Metered(null, Forth, Ethernet(0x8100, Vlan(5, 0x0800, IPv4(6, Tcp(1000, 80, 2))))));
        Assert.Equal(0, flow.Link!.ID);
        Assert.Equal(2, Metered(null, Forth, Ethernet(0x0800, IPv4(17, Udp(1000, 80, new byte[12])))).Count);
    }

    [Fact]
    public void The_uuid_is_of_place_and_time_the_tracking_id_of_neither()
    {
        Flow At(string node, int frames, string? capture = null) => Metered(new FlowTableOptions { NodeTID = node, CaptureID = capture }, [.. Enumerable.Repeat(Ethernet(0x9999, []), frames), Forth])[^1];
        Flow here = At("a", 0), there = At("b", 0), later = At("a", 1), beside = At("a", 0, "c");
        Assert.All([there, later, beside], flow => Assert.Equal(here.TrackingID, flow.TrackingID));
        Assert.Equal(4, new[] { here.UUID, there.UUID, later.UUID, beside.UUID }.Distinct().Count());
        Assert.Equal(here.UUID, At("a", 0).UUID);
        Assert.Matches("^[0-9a-f]{16}$", here.UUID);
    }

    [Fact]
    public void Icmp_flows_are_of_a_class_a_code_and_an_id()
    {
        var flows = Metered(
            null, Ethernet(0x0800, IPv4(1, Icmp(8, 0, 5))), Ethernet(0x0800, IPv4(1, Icmp(8, 0, 6))), Ethernet(0x0800, IPv4(1, Icmp(3, 1))), Ethernet(0x0800, IPv4(1, Icmp(3, 3))),
            Ethernet(0x86DD, IPv6(58, [135, 0, .. new byte[22]])), Ethernet(0x86DD, IPv6(58, [136, 0, .. new byte[22]], "fd00::2", "fd00::1"), 2, 1));
        Assert.Equal(
            [("ECHO", 0, 5), ("ECHO", 0, 6), ("DESTINATION_UNREACHABLE", 1, 0), ("DESTINATION_UNREACHABLE", 3, 0), ("NEIGHBOR", 0, 0)],
            flows.Select(flow => (flow.ICMP!.Type, flow.ICMP.Code, flow.ICMP.ID)));
    }

    [Theory]
    [InlineData(1, "ECHO", 0, 8)]
    [InlineData(1, "DESTINATION_UNREACHABLE", 3)]
    [InlineData(1, "SOURCE_QUENCH", 4)]
    [InlineData(1, "REDIRECT", 5)]
    [InlineData(1, "ROUTER", 9, 10)]
    [InlineData(1, "TIME_EXCEEDED", 11)]
    [InlineData(1, "PARAMETER_PROBLEM", 12)]
    [InlineData(1, "TIMESTAMP", 13, 14)]
    [InlineData(1, "INFO", 15, 16)]
    [InlineData(1, "ADDRESS_MASK", 17, 18)]
    [InlineData(1, "UNKNOWN", 42)]
    [InlineData(58, "DESTINATION_UNREACHABLE", 1)]
    [InlineData(58, "PACKET_TOO_BIG", 2)]
    [InlineData(58, "TIME_EXCEEDED", 3)]
    [InlineData(58, "PARAMETER_PROBLEM", 4)]
    [InlineData(58, "ECHO", 128, 129)]
    [InlineData(58, "ROUTER", 133, 134)]
    [InlineData(58, "NEIGHBOR", 135, 136)]
    [InlineData(58, "REDIRECT", 137)]
    [InlineData(58, "UNKNOWN", 200)]
    public void Icmp_types_of_a_class_meet_and_only_echo_has_an_id_in_version_6(int protocol, string name, params int[] types)
    {
        byte[] Message(int type, bool back)
        {
            byte[] icmp = Icmp((byte)type, 0, 77, 1, new byte[24]);
            var (from, to) = back ? (2, 1) : (1, 2);
            return protocol == 1
                ? Ethernet(0x0800, IPv4(1, icmp, $"10.0.0.{from}", $"10.0.0.{to}"), from, to)
                : Ethernet(0x86DD, IPv6(58, icmp, $"fd00::{from}", $"fd00::{to}"), from, to);
        }
        var flow = Assert.Single(Metered(null, types.Select((type, at) => Message(type, back: at > 0))));
        Assert.Equal((name, protocol == 1 || name == "ECHO" ? 77 : 0), (flow.ICMP!.Type, flow.ICMP.ID));
        Assert.Equal((1, types.Length - 1), (flow.Metric.ABPackets, flow.Metric.BAPackets));
    }

    [Fact]
    public void In_mode_L3_a_way_back_over_other_links_is_the_same_flow()
    {
        byte[] back = Ethernet(0x0800, IPv4(6, Tcp(80, 1000, 18), "10.0.0.2", "10.0.0.1"), 8, 7), arp = Ethernet(0x0806, new byte[28]);
        var flows = Metered(new FlowTableOptions { LayerKeyMode = LayerKeyMode.L3 }, Forth, back, arp, Ethernet(0x0806, new byte[28], 2, 1));
        Assert.Equal([("Ethernet/IPv4/TCP", 1, 1), ("Ethernet/ARP", 1, 1)], flows.Select(flow => (flow.LayersPath, (int)flow.Metric.ABPackets, (int)flow.Metric.BAPackets)));
        Assert.Equal(Second, flows[0].Metric.RTT);
        Assert.Equal("02:00:00:00:00:01", flows[0].Link!.A);
    }

    [Fact]
    public void The_community_id_is_that_of_the_five_tuple()
    {
        var flow = Assert.Single(Metered(null, Ethernet(0x0800, IPv4(6, Tcp(34855, 80, 2), "128.232.110.120", "66.35.250.204"))));
        Assert.Equal("1:LQU9qZlK+B5F3KDmev6m5PMibrg=", flow.Details["CommunityID"].AsString());
    }

    [Fact]
    public void A_port_map_names_what_no_dissector_did()
    {
        var options = new FlowTableOptions { PortMap = new Dictionary<string, string> { ["tcp/80"] = "WEB" } };
        Assert.Equal(["WEB", "UDP"], Metered(options, Back, Ethernet(0x0800, IPv4(17, Udp(1000, 80, [])))).Select(flow => flow.Application));
        Assert.Throws<ArgumentException>(() => new FlowTable(new FlowTableOptions { PortMap = new Dictionary<string, string> { ["80"] = "WEB" } }));
    }
}
