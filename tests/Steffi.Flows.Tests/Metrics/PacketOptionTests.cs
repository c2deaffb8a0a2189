using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Metrics;

public sealed class PacketOptionTests
{
    [Fact]
    public void Sampling_keeps_what_begins_and_ends_a_flow_and_scales_the_rest()
    {
        const int Packets = 20_000;
        using var table = new FlowTable(new FlowTableOptions { SamplingRate = 10 });
        byte[] data = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[46])));
        for (int i = 0; i < Packets; i++)
            table.Add(new Frame(data, Noon + i));
        table.Add(new Frame(Ethernet(0x0800, IPv4(6, Tcp(1, 2, 4))), Noon + Packets));
        var flow = Assert.Single(table.Flows);
        Assert.InRange(flow.Metric.ABPackets, Packets * 0.95, Packets * 1.05);
        Assert.InRange(flow.Metric.ABBytes, Packets * 95, Packets * 105);
        Assert.Equal(FlowFinishType.TcpRst, flow.FinishType);
        // The first eight count themselves.
        Assert.Equal(0, (flow.Metric.ABPackets - 8 - 1) % 10);
    }

    [Fact]
    public void Short_flows_are_exact_under_sampling()
    {
        var flows = Metered(new FlowTableOptions { SamplingRate = 1000 }, Enumerable.Range(0, 50).SelectMany(i => Enumerable.Repeat(Ethernet(0x0800, IPv4(17, Udp(1000 + i, 9, []))), 3)));
        Assert.Equal(50, flows.Count);
        Assert.All(flows, flow => Assert.Equal(3, flow.Metric.ABPackets));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(-1, 5)]
    public void As_many_packets_are_kept_as_the_limit_says(int limit, int kept)
    {
        byte[] frame = Ethernet(0x0800, IPv4(17, Udp(1, 2, [1, 2, 3])));
        var flow = Assert.Single(Metered(new FlowTableOptions { RawPacketLimit = limit }, Enumerable.Repeat(frame, 5)));
        Assert.Equal((kept, kept), (flow.RawPacketsCaptured, flow.RawPackets.Count));
        Assert.All(flow.RawPackets, packet => Assert.True(packet.Data.Span.SequenceEqual(frame)));
        Assert.Equal(Enumerable.Range(1, kept).Select(at => (long)at), flow.RawPackets.Select(packet => packet.Index));
        Assert.Equal(Enumerable.Range(1, kept).Select(at => Noon + at * Second), flow.RawPackets.Select(packet => packet.Timestamp));
    }

    [Fact]
    public void A_tunnelled_flow_keeps_its_part_of_the_packet()
    {
        byte[] inner = IPv4(1, Icmp(8, 0)), frame = Ethernet(0x0800, IPv4(47, Gre(0x0800, inner)));
        var flows = Metered(new FlowTableOptions { RawPacketLimit = 1 }, frame);
        Assert.Equal([LinkType.Ethernet, LinkType.Raw], flows.Select(flow => flow.RawPackets[0].LinkType));
        Assert.Equal([frame, inner], flows.Select(flow => flow.RawPackets[0].Data.ToArray()));
    }

    [Fact]
    public void A_connection_has_the_time_from_its_syn_to_the_answer()
    {
        byte[] Back(byte flags) => Ethernet(0x0800, IPv4(6, Tcp(80, 1000, flags), "10.0.0.2", "10.0.0.1"), 2, 1);
        byte[] syn = Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2)));
        Assert.Equal(Second, Assert.Single(Metered(null, syn, Back(18))).Metric.RTT);
        Assert.Equal(2 * Second, Assert.Single(Metered(null, syn, syn, Back(20))).Metric.RTT);
        Assert.Equal(0, Assert.Single(Metered(null, syn, Back(16))).Metric.RTT);
    }

    [Fact]
    public void With_extra_tcp_metric_a_connection_says_when_each_side_began_and_ended()
    {
        byte[] Forth(byte flags) => Ethernet(0x0800, IPv4(6, Tcp(1000, 80, flags)));
        byte[] Back(byte flags) => Ethernet(0x0800, IPv4(6, Tcp(80, 1000, flags), "10.0.0.2", "10.0.0.1"), 2, 1);
        byte[][] frames = [Forth(2), Back(18), Forth(16), Forth(24), Back(17), Forth(17), Back(4)];
        var metric = Assert.Single(Metered(new FlowTableOptions { ExtraTCPMetric = true }, frames)).Details["TCPMetric"].AsMap();
        long At(int packet) => (Noon + packet * Second) / 1_000_000;
        foreach (var (field, value) in new (string, long)[]
        {
            ("ABSynStart", At(1)), ("BASynStart", At(2)), ("ABSynTTL", 64), ("BASynTTL", 64), ("BAFinStart", At(5)), ("ABFinStart", At(6)), ("ABRstStart", 0), ("BARstStart", At(7)),
            // Of segments only with ReassembleTCP.
            ("ABPackets", 0), ("BABytes", 0), ("ABSawStart", 0), ("BASawEnd", 0),
        })
            Assert.Equal((field, value), (field, metric[field].AsInt()));
        Assert.False(Assert.Single(Metered(null, frames)).Details.Contains(MetadataPath.Of("TCPMetric")));
    }

    [Fact]
    public void A_dissector_is_given_the_first_packets_of_a_flow_and_names_it()
    {
        var dissector = new Greeting();
        var options = new FlowTableOptions { Classify = true, Dissectors = [dissector], PortMap = new Dictionary<string, string> { ["udp/9"] = "DISCARD" } };
        byte[] Frame(int port, string payload) => Ethernet(0x0800, IPv4(17, Udp(port, 9, Ascii(payload))));
        var flows = Metered(options, Frame(1, "hello"), Frame(1, "hello"), Frame(2, "other"), Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2))));
        Assert.Equal([("GREETING", "dissector"), ("DISCARD", "port"), ("TCP", "layer")], flows.Select(flow => (flow.Application, flow.ApplicationBy!)));
        Assert.Equal("hello", flows[0].Details["GREETING.Word"].AsString());
        Assert.Equal(2, dissector.Looks);
    }

    [Fact]
    public void Vrrp_and_dhcp_fields_are_there_where_they_are_asked_for()
    {
        byte[] vrrp = IPv4(112, [0x21, 42, 100, 1, 0, 1, 0xab, 0xcd, 10, 0, 0, 1]), newer = IPv6(112, [0x31, 7, 0, 1, 0xF3, 0xE8, 0, 0, 0xfe, 0x80, .. new byte[14]]);
        byte[] dhcp = IPv4(17, Udp(68, 67, [1, 1, 6, 0, 1, 2, 3, 4, 0, 5, 0x80, 0, .. new byte[224], 0x63, 0x82, 0x53, 0x63, 255]));
        var flows = Metered(new FlowTableOptions { ExtraLayers = new HashSet<string> { "VRRP", "DHCPv4" } }, Ethernet(0x0800, vrrp), Ethernet(0x0800, dhcp), Ethernet(0x86DD, newer));
        Assert.Equal("""{"CountIPAddr":1,"VirtualRtrID":42,"adver_int":1,"checksum":43981,"priority":100,"version":2}""", flows[0].Details["VRRPv2"].ToString());
        Assert.Equal("""{"flags":32768,"hardware_len":6,"secs":5,"xid":16909060}""", flows[1].Details["DHCPv4"].ToString());
        Assert.Equal("""{"CountIPAddr":1,"VirtualRtrID":7,"adver_int":1000,"version":3}""", flows[2].Details["VRRPv2"].ToString());
    }

    private sealed class Greeting() : FlowDissector("GREETING", DissectorCarriers.Udp, 9)
    {
        public int Looks { get; private set; }

        public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
        {
            Looks++;
            if (!input.Payload.SequenceEqual("hello"u8))
                return Verdict.NotMine;
            fields.Set(Application, "Word", "hello");
            return Verdict.Done;
        }
    }
}
