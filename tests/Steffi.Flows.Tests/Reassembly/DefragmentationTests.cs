using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Reassembly;

public sealed class DefragmentationTests
{
    private const int More = 0x2000;
    private static readonly FlowTableOptions Options = new() { IPDefrag = true };
    private static readonly byte[] Datagram = Udp(1000, 2000, [.. Enumerable.Range(0, 2392).Select(i => (byte)i)]);

    private static byte[] Piece(int from, int to, int id = 7, string source = "10.0.0.1") => Ethernet(
        0x0800, IPv4(17, Datagram[from..to], source, fragment: from / 8 | (to < Datagram.Length ? More : 0), id: id));

    [Fact]
    public void Fragments_are_one_packet_of_their_flow_in_whatever_order_they_come()
    {
        byte[][] pieces = [Piece(0, 800), Piece(800, 1600), Piece(1600, 2400)];
        foreach (int[] order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1] })
        {
            var flow = Assert.Single(Metered(Options, order.Select(at => pieces[at])));
            Assert.Equal(("Ethernet/IPv4/Fragment/UDP", 1, pieces.Sum(piece => piece.Length)), (flow.LayersPath, flow.Metric.ABPackets, flow.Metric.ABBytes));
            Assert.Equal((1000, 2L), (flow.Transport!.A, flow.Details["IPMetric.Fragments"].AsInt()));
        }
    }

    [Fact]
    public void The_frame_that_completed_a_datagram_is_the_packet_that_is_kept()
    {
        byte[] gre = Ethernet(0x0800, IPv4(47, Gre(0x0800, Piece(800, 2400)[14..]), "10.9.9.1", "10.9.9.2"));
        var flow = Assert.Single(Metered(Options with { RawPacketLimit = 1 }, Piece(0, 800), Piece(800, 2400)));
        Assert.Equal((LinkType.Ethernet, 1634), (flow.RawPackets[0].LinkType, flow.RawPackets[0].OriginalLength));
        Assert.Equal(Piece(800, 2400), flow.RawPackets[0].Data.ToArray());
        flow = Metered(Options with { RawPacketLimit = 1 }, Piece(0, 800), gre)[1];
        Assert.Equal((LinkType.Raw, 1620), (flow.RawPackets[0].LinkType, flow.RawPackets[0].OriginalLength));
        Assert.Equal(gre[38..], flow.RawPackets[0].Data.ToArray());
    }

    [Fact]
    public void Without_the_option_they_are_a_flow_of_fragments() =>
        Assert.Equal(("Ethernet/IPv4/Fragment", 2), Assert.Single(Metered(null, Piece(0, 800), Piece(800, 2400))) is var flow ? (flow.LayersPath, flow.Metric.ABPackets) : default);

    [Fact]
    public void Repeated_fragments_harm_nothing_and_overlapping_ones_change_nothing()
    {
        byte[] lie = Ethernet(0x0800, IPv4(17, new byte[808], fragment: More));
        var flow = Assert.Single(Metered(Options, Piece(0, 800), Piece(0, 800), lie, Piece(808, 2400)));
        Assert.Equal((1000, 2000, 1), (flow.Transport!.A, flow.Transport.B, flow.Metric.ABPackets));
    }

    [Fact]
    public void Datagrams_of_different_senders_or_ids_do_not_mix()
    {
        var flows = Metered(Options, Piece(0, 800), Piece(800, 2400, id: 8), Piece(800, 2400, source: "10.0.0.9"));
        Assert.Empty(flows);
        Assert.Equal(2, Metered(Options, Piece(0, 800), Piece(0, 800, source: "10.0.0.9"), Piece(800, 2400), Piece(800, 2400, source: "10.0.0.9")).Count);
    }

    [Fact]
    public void Fragments_whose_datagram_never_becomes_whole_are_counted()
    {
        using var table = new FlowTable(Options);
        void Add(byte[] piece, long time) => table.Add(new Frame(piece, time));
        Add(Piece(0, 800), Noon);
        Add(Piece(1600, 2400), Noon);
        Assert.Equal(0, table.Statistics.FragmentsDropped);
        table.Flush();
        Assert.Equal(2, table.Statistics.FragmentsDropped);
        Add(Piece(0, 800, id: 8), Noon);
        Add(Piece(0, 800, id: 9), Noon + 60 * Second);
        Assert.Equal(3, table.Statistics.FragmentsDropped);
        Add(Piece(800, 2400, id: 9), Noon + 60 * Second);
        table.Flush();
        Assert.Equal(3, table.Statistics.FragmentsDropped);
    }

    [Fact]
    public void Version_6_is_put_together_too()
    {
        byte[] Piece6(int from, int to) => Ethernet(0x86DD, IPv6(44, Fragment6(17, from, to < Datagram.Length, Datagram[from..to])));
        var flow = Assert.Single(Metered(Options, Piece6(1200, 2400), Piece6(0, 1200)));
        Assert.Equal(("Ethernet/IPv6/IPv6Fragment/Fragment/UDP", 1000, 1), (flow.LayersPath, flow.Transport!.A, flow.Metric.ABPackets));
    }

    [Fact]
    public void A_tunnel_in_fragments_is_looked_into()
    {
        byte[] vxlan = Udp(50000, 4789, Vxlan(7, Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2, new byte[1000])))));
        byte[] first = Ethernet(0x0800, IPv4(17, vxlan[..800], fragment: More)), last = Ethernet(0x0800, IPv4(17, vxlan[800..], fragment: 100));
        var flows = Metered(Options with { ReassembleTCP = true }, first, last);
        Assert.Equal(["Ethernet/IPv4/Fragment/UDP/VXLAN", "Ethernet/IPv4/TCP"], flows.Select(flow => flow.LayersPath));
        Assert.Equal((1054, 1000L), (flows[1].Metric.ABBytes, flows[1].Details["TCPMetric.ABBytes"].AsInt()));
    }

    [Theory]
    [InlineData(8184, 100, false)]
    [InlineData(1, 7, true)]
    [InlineData(1, 0, true)]
    public void A_fragment_that_cannot_be_is_counted(int unit, int length, bool more)
    {
        using var table = new FlowTable(Options);
        table.Add(new Frame(Ethernet(0x0800, IPv4(17, new byte[length], fragment: unit | (more ? More : 0))), Noon));
        Assert.Equal((1, 1, 0), (table.Statistics.FragmentsDropped, table.Statistics.PacketsDropped, table.Statistics.FlowCount));
    }

    [Fact]
    public void A_fragment_beyond_the_end_is_an_error_of_its_datagram()
    {
        byte[] beyond = Ethernet(0x0800, IPv4(17, new byte[800], fragment: 400 | More));
        var flow = Assert.Single(Metered(Options, Piece(800, 2400), beyond, Piece(0, 800)));
        Assert.Equal((1L, 1L), (flow.Details["IPMetric.Fragments"].AsInt(), flow.Details["IPMetric.FragmentErrors"].AsInt()));
    }

    [Fact]
    public void What_waits_is_bounded_in_number_and_time()
    {
        using var table = new FlowTable(Options);
        for (int id = 0; id < 10_000; id++)
            table.Add(new Frame(Piece(0, 800, id), Noon + id));
        table.Add(new Frame(Piece(800, 2400, 9_999), Noon + Second));
        Assert.Equal(1, table.Statistics.FlowCount);
        table.Add(new Frame(Piece(800, 2400, 1), Noon + Second));
        table.Add(new Frame(Piece(800, 2400, 9_998), Noon + 40 * Second));
        Assert.Equal((1, 1), (table.Statistics.FlowCount, Assert.Single(table.Flows).Metric.ABPackets));
    }

    // Found by fuzzing: places in the frame were taken for places in the datagram.
    [Fact]
    public void A_datagram_too_short_for_its_header_is_counted()
    {
        using var table = new FlowTable(Options with { RawPacketLimit = 2 });
        table.Add(new Frame(Ethernet(0x0800, IPv4(6, new byte[8], fragment: More)), Noon));
        table.Add(new Frame(Ethernet(0x0800, IPv4(6, new byte[4], fragment: 1)), Noon));
        Assert.Equal((1, 1), (table.Statistics.TruncatedTransport, Assert.Single(table.Flows).Metric.ABPackets));
    }

    // Found by fuzzing: the inner datagram took the outer one's place.
    [Fact]
    public void Fragments_within_a_datagram_that_was_put_together_stay_fragments()
    {
        byte[][] inner =
        [
            Ethernet(0x0800, IPv4(17, Udp(5, 6, new byte[1000])[..800], "10.1.0.1", "10.1.0.2", fragment: More), 3, 4),
            Ethernet(0x0800, IPv4(17, Udp(5, 6, new byte[1000])[800..], "10.1.0.1", "10.1.0.2", fragment: 100), 3, 4),
        ];
        var frames = inner.SelectMany((packet, i) =>
        {
            byte[] datagram = Udp(50_000, 4789, Vxlan(7, packet));
            return new[] { Ethernet(0x0800, IPv4(17, datagram[..160], fragment: More, id: 20 + i)), Ethernet(0x0800, IPv4(17, datagram[160..], fragment: 20, id: 20 + i)) };
        });
        var flows = Metered(Options with { RawPacketLimit = 2 }, frames);
        Assert.Equal(["Ethernet/IPv4/Fragment", "Ethernet/IPv4/Fragment/UDP/VXLAN"], flows.Select(flow => flow.LayersPath).Order());
        Assert.All(flows, flow => Assert.Equal(2, flow.Metric.ABPackets));
    }
}
