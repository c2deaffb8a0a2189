using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Packets;

public sealed class TunnelFlowTests
{
    private static byte[] InVxlan(int sourcePort, int vni, byte[] inner, bool back = false) => Ethernet(
        0x0800, IPv4(17, Udp(sourcePort, 4789, Vxlan(vni, inner)), back ? "10.0.0.2" : "10.0.0.1", back ? "10.0.0.1" : "10.0.0.2"), back ? 2 : 1, back ? 1 : 2);

    [Fact]
    public void A_tunnel_is_one_flow_whatever_source_ports_it_uses()
    {
        var flows = Metered(
            null, InVxlan(50000, 7, Ethernet(0x0806, new byte[28], 3, 4)), InVxlan(50001, 7, Ethernet(0x0806, new byte[28], 5, 6)),
            InVxlan(50002, 7, Ethernet(0x0806, new byte[28], 4, 3), back: true), InVxlan(50003, 8, Ethernet(0x0806, new byte[28], 3, 4)));
        Assert.Equal(["VXLAN", "ARP", "ARP", "VXLAN", "ARP"], flows.Select(flow => flow.Application));
        Assert.Equal((2, 1, 7L), (flows[0].Metric.ABPackets, flows[0].Metric.BAPackets, flows[0].Network!.ID));
        Assert.Equal((1, 1), (flows[1].Metric.ABPackets, flows[1].Metric.BAPackets));
        Assert.Equal(flows[1].TrackingID, flows[4].TrackingID);
        Assert.NotEqual(flows[1].UUID, flows[4].UUID);
    }

    [Fact]
    public void An_inner_flow_says_what_it_is_tunnelled_in()
    {
        var flows = Metered(null, InVxlan(50000, 7, Ethernet(0x0806, new byte[28])), Ethernet(0x8847, Mpls(IPv4(1, Icmp(8, 0)), 100, 300)));
        Assert.Equal(Metadata.Of(("Type", "VXLAN"), ("ID", 7), ("A", "10.0.0.1"), ("B", "10.0.0.2")), flows[1].Details["Tunnel"].AsMap());
        Assert.Equal(Metadata.Of(("Type", "MPLS"), ("ID", 300)), flows[3].Details["Tunnel"].AsMap());
        Assert.False(flows[0].Details.Contains(MetadataPath.Of("Tunnel")));
    }

    [Fact]
    public void Tunnels_between_the_same_ends_are_told_apart_by_their_inner_flows()
    {
        byte[] Around(byte[] gre) => Ethernet(0x0800, IPv4(47, gre));
        byte[] Mirrored(byte session) => Gre(0x88BE, [0x10, 1, 0, session, 0, 0, 0, 0, .. Ethernet(0x0800, IPv4(6, Tcp(session, 2, 2)))], sequence: 1);
        var flows = Metered(
            null, Around(Mirrored(5)), Around(Gre(0x0800, IPv4(1, Icmp(8, 0, 1)), key: 6)), Around(Gre(0x0800, IPv4(1, Icmp(8, 0, 2)), key: 7)), Around(Mirrored(8)),
            Around(Gre(0x8847, Mpls(IPv4(1, Icmp(8, 0, 3)), 9))));
        Assert.Equal(
            [("ERSPAN", 5), ("GRE", 6), ("GRE", 7), ("ERSPAN", 8), ("MPLS", 9)],
            flows.Where(flow => flow.ParentUUID is not null).Select(flow => (flow.Details["Tunnel.Type"].AsString(), (int)flow.Details["Tunnel.ID"].AsInt())));
        Assert.Single(flows, flow => flow.ParentUUID is null);
    }

    [Fact]
    public void A_part_has_the_bytes_that_are_left_behind_the_headers_around_it()
    {
        byte[] inner = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)));
        var flows = Metered(null, InVxlan(50000, 7, inner));
        Assert.Equal([inner.Length + 50, inner.Length], flows.Select(flow => flow.Metric.ABBytes));
    }

    [Fact]
    public void A_gre_key_is_the_network_id()
    {
        var flows = Metered(null, Ethernet(0x0800, IPv4(47, Gre(0x0800, IPv4(1, Icmp(8, 0)), key: 4_000_000_000))));
        Assert.Equal([4_000_000_000, 0], flows.Select(flow => flow.Network!.ID));
    }

    [Fact]
    public void Gre_is_read_with_whatever_fields_it_has()
    {
        for (int fields = 0; fields < 16; fields++)
        {
            byte[] gre = Gre(
                0x0800, IPv4(1, Icmp(8, 0)), key: (fields & 1) != 0 ? 77 : null, sequence: (fields & 2) != 0 ? 5u : null, checksum: (fields & 4) != 0,
                routes: (fields & 8) != 0 ? [8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0] : null);
            var flows = Metered(null, Ethernet(0x0800, IPv4(47, gre)));
            Assert.Equal(["Ethernet/IPv4/GRE", "IPv4/ICMPv4"], flows.Select(flow => flow.LayersPath));
            Assert.Equal([(fields & 1) * 77L, 0], flows.Select(flow => flow.Network!.ID));
            Assert.Equal(28, flows[1].Metric.ABBytes);
        }
    }

    [Fact]
    public void What_erspan_mirrors_is_kept_as_it_was_and_counts_with_erspans_header()
    {
        byte[] mirrored = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)));
        foreach (byte[] header in new byte[][] { [0x10, 1, 0x04, 5, 0, 0, 0, 0], [0x20, 1, 0x04, 5, .. new byte[8]], [0x20, 1, 0x04, 5, .. new byte[7], 1, .. new byte[8]] })
        {
            byte[] gre = Gre(header[0] == 0x10 ? 0x88BE : 0x22EB, [.. header, .. mirrored], sequence: 1);
            var flow = Metered(new FlowTableOptions { RawPacketLimit = 1 }, Ethernet(0x0800, IPv4(47, gre)))[1];
            Assert.Equal((54 + header.Length, 54, 5L), (flow.Metric.ABBytes, flow.RawPackets[0].OriginalLength, flow.Details["Tunnel.ID"].AsInt()));
            Assert.Equal(mirrored, flow.RawPackets[0].Data.ToArray());
        }
    }

    [Theory]
    [InlineData(4789, 4789, 1)]
    [InlineData(6081, 6081, 1)]
    [InlineData(6635, 6635, 2)]
    public void The_source_ports_of_vxlan_and_geneve_alone_do_not_tell_flows_apart(int port, int destination, int flows)
    {
        byte[] inner = Ethernet(0x0800, IPv4(1, Icmp(8, 0)));
        byte[] Packet(int source) => Ethernet(0x0800, IPv4(17, Udp(source, destination, port switch
        {
            4789 => Vxlan(7, inner),
            6081 => Geneve(7, 0x6558, inner, optionWords: 2),
            _ => Mpls(inner, 7),
        })));
        Assert.Equal(flows, Metered(null, Packet(50000), Packet(50001)).Count(flow => flow.ParentUUID is null));
    }

    [Fact]
    public void Tunnels_are_followed_to_a_bound()
    {
        byte[] frame = IPv4(1, Icmp(8, 0));
        for (int i = 0; i < 20; i++)
            frame = IPv4(47, Gre(0x0800, frame));
        using var table = new FlowTable();
        table.Add(new Frame(frame, Noon, LinkType.Raw));
        Assert.Equal((8, 1), (table.Flows.Count, table.Statistics.TooDeep));
    }

    [Fact]
    public void Headers_are_followed_to_a_bound()
    {
        byte[] tags = [];
        for (int i = 0; i < 100; i++)
            tags = Vlan(5, 0x8100, tags);
        using var table = new FlowTable();
        table.Add(new Frame(Ethernet(0x8100, tags), Noon));
        Assert.Equal((1, 1), (table.Flows.Count, table.Statistics.TooDeep));
    }

    [Theory]
    [InlineData("InvalidNetwork", new byte[] { 0x44, 0, 0, 20 })]
    [InlineData("TruncatedNetwork", new byte[] { 0x45, 0 })]
    public void What_contradicts_itself_is_counted_by_its_name(string statistic, byte[] network)
    {
        using var table = new FlowTable();
        table.Add(new Frame(Ethernet(0x0800, statistic.StartsWith('T') ? network : [.. network, .. new byte[20]]), Noon));
        Assert.Equal(1L, typeof(FlowTableStatistics).GetProperty(statistic)!.GetValue(table.Statistics));
        Assert.Equal("Ethernet", Assert.Single(table.Flows).LayersPath);
    }

    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 0x44, 0)]
    [InlineData(0, 0x44, 1)]
    [InlineData(0, 0x44, 5)]
    public void A_length_that_cannot_be_is_counted_and_the_packet_read_on(int missing, byte option, byte length)
    {
        byte[] packet = IPv4(6, Tcp(1, 2, 2, new byte[8]), options: [option, length, 0, 0]);
        using var table = new FlowTable();
        table.Add(new Frame(Ethernet(0x0800, packet[..^missing]), Noon));
        Assert.Equal(missing > 0 || option != 1 ? 1 : 0, table.Statistics.InvalidNetwork);
        Assert.Equal("Ethernet/IPv4/TCP", Assert.Single(table.Flows).LayersPath);

        table.Add(new Frame(Ethernet(0x86DD, IPv6(17, Udp(1, 2, new byte[8]))[..^1]), Noon));
        Assert.Contains(table.Flows, flow => flow.LayersPath == "Ethernet/IPv6/UDP");
    }
}
