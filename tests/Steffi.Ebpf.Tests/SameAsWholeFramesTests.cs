using Steffi.Bpf;
using Steffi.Flows;
using static Steffi.Ebpf.Tests.Frames;

namespace Steffi.Ebpf.Tests;

/// <summary>Flows that the kernel counted are those of the same frames metered whole.</summary>
public class SameAsWholeFramesTests
{
    private const string A = "10.1.0.1", B = "10.1.0.2", A6 = "fd00::1", B6 = "fd00::2";

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 + 1))];

    [Fact]
    public void A_TCP_connection_from_its_SYN_to_its_FINs()
    {
        using var both = new BothWays();
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn, 1), A, B, 6), 1, 2));
        both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack, 9), B, A, 6, ttl: 60), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 2), A, B, 6), 1, 2));
        for (uint i = 0; i < 5; i++)
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 2 + i * 100, Bytes(100)), A, B, 6, options: 8), 1, 2));
        both.Turn();
        both.Send(Ethernet(IPv4(Tcp(80, 4000, Ack | Fin, 10), B, A, 6), 2, 1), isBack: true);
        both.Turn();
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack | Fin, 502), A, B, 6), 1, 2));
        var flow = Assert.Single(both.AssertSame());
        Assert.Equal(FlowFinishType.TcpFin, flow.FinishType);
        Assert.Equal((7, 3), (flow.Metric.ABPackets - 1, flow.Metric.BAPackets + 1));
        Assert.InRange(flow.Metric.RTT, 1, 1_000_000_000);
        Assert.Equal(0, both.CameUp);
    }

    [Fact]
    public void An_RTT_is_measured_although_the_answer_comes_in_the_next_turn()
    {
        using var both = new BothWays(() => new FlowTableOptions { ExtraTCPMetric = true });
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn), A, B, 6, ttl: 63), 1, 2));
        both.Turn();
        both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack), B, A, 6, ttl: 61), 2, 1), isBack: true);
        // When it began is the one thing that two clocks tell a little differently.
        var flow = Assert.Single(both.AssertSame(names: false));
        Assert.InRange(flow.Metric.RTT, 1, 5_000_000_000);
        var tcp = flow.Details["TCPMetric"].AsMap();
        Assert.Equal((63, 61), ((int)tcp["ABSynTTL"].AsInt(), (int)tcp["BASynTTL"].AsInt()));
    }

    [Fact]
    public void A_reset_ends_a_connection()
    {
        using var both = new BothWays();
        both.Send(Ethernet(IPv4(Tcp(4000, 81, Syn), A, B, 6), 1, 2));
        both.Send(Ethernet(IPv4(Tcp(81, 4000, Rst | Ack), B, A, 6), 2, 1), isBack: true);
        Assert.Equal(FlowFinishType.TcpRst, Assert.Single(both.AssertSame()).FinishType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connections_between_the_same_ports_one_after_the_other_in_one_turn(bool isReset)
    {
        using var both = new BothWays();
        for (uint i = 0; i < 4; i++)
        {
            both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn, 1000 * i), A, B, 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack, 9), B, A, 6), 2, 1), isBack: true);
            for (uint packet = 0; packet <= i; packet++)
                both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, 1000 * i + 1 + packet * 100, Bytes(100)), A, B, 6), 1, 2));
            both.Send(Ethernet(IPv4(Tcp(80, 4000, Ack | (isReset ? Rst : Fin), 10), B, A, 6), 2, 1), isBack: true);
            if (!isReset && i < 3)
                both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack | Fin, 1000 * i + 1 + i * 100 + 100), A, B, 6), 1, 2));
        }
        // Of the last one alone; the table has told of the others.
        var flow = Assert.Single(both.AssertSame());
        Assert.Equal((5, 2), (flow.Metric.ABPackets, flow.Metric.BAPackets));
        Assert.Equal(0, both.CameUp);
    }

    [Fact]
    public void An_SCTP_association_from_its_INIT_to_its_end()
    {
        const int Init = 1, InitAck = 2, Abort = 6, Shutdown = 7, ShutdownAck = 8, ShutdownComplete = 14, Sack = 3;
        using var both = new BothWays(() => new FlowTableOptions { ExtraTCPMetric = true });
        byte[] There(int port, params int[] chunks) => Ethernet(IPv4(Frames.Sctp(port, 80, chunks), A, B, 132), 1, 2);
        byte[] Back(int port, params int[] chunks) => Ethernet(IPv4(Frames.Sctp(80, port, chunks), B, A, 132), 2, 1);
        foreach (int port in new[] { 7, 8 })
        {
            both.Send(There(port, Init));
            both.Send(Back(port, InitAck), isBack: true);
            both.Send(There(port, 10, 0));
            both.Send(Back(port, 11, Sack, 0), isBack: true);
            if (port == 8)
                both.Turn();
        }
        both.Send(There(7, Sack, Shutdown));
        both.Send(Back(7, ShutdownAck), isBack: true);
        both.Send(There(7, ShutdownComplete));
        both.Send(Back(8, Abort), isBack: true);
        var flows = both.AssertSame(names: false);
        Assert.Equal((FlowFinishType.SctpShutdown, FlowFinishType.SctpAbort), (flows.Single(flow => flow.Transport!.A == 7).FinishType, flows.Single(flow => flow.Transport!.A == 8).FinishType));
        Assert.Equal(0, both.CameUp);
    }

    [Fact]
    public void Headers_that_an_entry_has_no_room_for_come_up()
    {
        using var both = new BothWays();
        byte[] options = [59, 20, 1, 164, .. new byte[164]];   // hop-by-hop: 168 bytes of padding, and nothing behind
        both.Send(Ethernet(IPv6(options, A6, B6, 0), 1, 2, 0x86dd));
        byte[] lease = [2, 1, 6, 0, .. new byte[232], 0x63, 0x82, 0x53, 0x63, 53, 1, 2, 255];
        both.Send(Ethernet(IPv4(Udp(67, 68, lease), A, B, 17), 1, 2));
        Assert.Contains(both.AssertSame(), flow => flow.Application == "DHCPv4");
        Assert.Equal(2, both.CameUp);
    }

    [Fact]
    public void Who_sent_the_first_packet_is_A_whether_it_was_counted_or_came_up()
    {
        using var both = new BothWays();
        byte[] ping = Ethernet(IPv4(Icmp(8, 0, 5, 1), "192.168.0.1", "192.168.0.2", 1), 11, 12);
        both.Send(Ethernet(IPv4(Udp(50_001, 4789, Vxlan(42, ping)), A, B, 17), 1, 2));
        both.Send(Ethernet(IPv4(Udp(50_002, 4789, Vxlan(42, Ethernet(Arp(12, 11), 12, 11, 0x0806))), B, A, 17), 2, 1), isBack: true);
        // Of another tunnel the one that comes up is the first.
        both.Send(Ethernet(IPv4(Udp(50_002, 4789, Vxlan(43, Ethernet(Arp(12, 11), 12, 11, 0x0806))), B, A, 17), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Udp(50_001, 4789, Vxlan(43, ping)), A, B, 17), 1, 2));
        // GRE with what is not looked into here: MPLS, ERSPAN.
        byte[] bare = IPv4(Udp(1, 2, Bytes(9)), "192.168.2.1", "192.168.2.2", 17);
        both.Send(Ethernet(IPv4(Gre(bare, 0x0800, key: 7), A, B, 47), 1, 2));
        both.Send(Ethernet(IPv4(Gre([0, 0, 17, 64, .. bare], 0x8847), B, A, 47), 2, 1), isBack: true);
        var flows = both.AssertSame();
        Assert.Equal(A, flows.Single(flow => flow.Network is { ID: 7 }).Network!.A);
        Assert.Equal((A, B), (flows.Single(flow => flow.Network is { ID: 42 }).Network!.A, flows.Single(flow => flow.Network is { ID: 43 }).Network!.A));
        Assert.Equal(3, both.CameUp);
    }

    [Fact]
    public void More_frames_that_wait_than_there_is_room_for_keep_their_order()
    {
        using var both = new BothWays();
        byte[] Labelled(byte[] payload) => Ethernet(IPv4(Gre([0, 0, 17, 64, .. payload], 0x8847), A, B, 47), 1, 2);
        both.Send(Labelled(IPv4(Tcp(4000, 80, Syn), "192.168.2.1", "192.168.2.2", 6)));
        for (uint i = 0; i < 250; i++)
            both.Send(Labelled(IPv4(Tcp(80, 4000, Ack, i, Bytes(1200)), "192.168.2.2", "192.168.2.1", 6)));
        Assert.Equal(4000, both.AssertSame().Single(flow => flow.Transport is not null).Transport!.A);
    }

    [Fact]
    public void A_packet_after_turns_in_which_none_came_is_counted()
    {
        using var both = new BothWays();
        for (int packet = 0; packet < 3; packet++)
        {
            for (int i = 0; i < 4; i++)
                both.Turn();
            both.Send(Ethernet(IPv4(Udp(5, 6, Bytes(50)), A, B, 17), 1, 2));
        }
        Assert.Equal(3, Assert.Single(both.AssertSame()).Metric.ABPackets);
    }

    [Fact]
    public void UDP_SCTP_and_a_protocol_without_ports()
    {
        using var both = new BothWays();
        for (int i = 0; i < 20; i++)
        {
            both.Send(Ethernet(IPv4(Udp(5000 + i % 3, 6000, Bytes(i)), A, B, 17), 1, 2));
            both.Send(Ethernet(IPv4(Udp(6000, 5000 + i % 3, Bytes(3 * i)), B, A, 17), 2, 1), isBack: true);
        }
        both.Send(Ethernet(IPv4(Sctp(7, 8), A, B, 132), 1, 2));
        both.Send(Ethernet(IPv4(Sctp(8, 7), B, A, 132), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Bytes(40), A, B, 89), 1, 2));
        Assert.Equal(5, both.AssertSame().Count);
        Assert.Equal(0, both.CameUp);
    }

    [Fact]
    public void Pings_are_one_flow_with_a_round_trip_and_other_messages_their_own()
    {
        using var both = new BothWays();
        for (int i = 1; i < 4; i++)
        {
            both.Send(Ethernet(IPv4(Icmp(8, 0, 77, i), A, B, 1), 1, 2));
            both.Send(Ethernet(IPv4(Icmp(0, 0, 77, i), B, A, 1), 2, 1), isBack: true);
            both.Send(Ethernet(IPv6(Icmp(128, 0, 78, i), A6, B6, 58), 1, 2, 0x86dd));
            both.Send(Ethernet(IPv6(Icmp(129, 0, 78, i), B6, A6, 58), 2, 1, 0x86dd), isBack: true);
        }
        both.Send(Ethernet(IPv4(Icmp(3, 1, 0, 0), B, A, 1), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Icmp(3, 3, 0, 0), B, A, 1), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Icmp(13, 0, 5, 1), A, B, 1), 1, 2));
        both.Send(Ethernet(IPv4(Icmp(14, 0, 5, 1), B, A, 1), 2, 1), isBack: true);
        both.Send(Ethernet(IPv6(Icmp(135, 0, 0, 0), A6, B6, 58), 1, 2, 0x86dd));
        both.Send(Ethernet(IPv6(Icmp(136, 0, 0x6000, 0), B6, A6, 58), 2, 1, 0x86dd), isBack: true);
        var echoes = both.AssertSame().Where(flow => flow.ICMP is { Type: "ECHO" }).ToList();
        Assert.Equal(2, echoes.Count);
        Assert.All(echoes, flow => Assert.InRange(flow.Metric.RTT, 1, 1_000_000_000));
    }

    [Fact]
    public void IPv6_with_extension_headers()
    {
        using var both = new BothWays();
        both.Send(Ethernet(IPv6(Tcp(1, 2, Syn), A6, B6, 6), 1, 2, 0x86dd));
        both.Send(Ethernet(IPv6(Extension(60, Extension(6, Tcp(1, 2, Ack, payload: Bytes(9)))), A6, B6, 0), 1, 2, 0x86dd));
        both.Send(Ethernet(IPv6(Extension(17, Udp(3, 4, Bytes(30))), A6, B6, 60), 1, 2, 0x86dd));
        both.AssertSame();
        Assert.Equal(0, both.CameUp);
    }

    [Theory]
    [InlineData(0x8100)]
    [InlineData(0x88a8)]
    public void Tagged_once_and_twice(ushort outer)
    {
        using var both = new BothWays();
        byte[] frame = Ethernet(IPv4(Udp(5, 6, Bytes(50)), A, B, 17), 1, 2), back = Ethernet(IPv4(Udp(6, 5, Bytes(20)), B, A, 17), 2, 1);
        both.Send(Tagged(frame, 100));
        both.Send(Tagged(back, 100), isBack: true);
        byte[] other = Ethernet(IPv4(Udp(7, 6, Bytes(50)), A, B, 17), 1, 2);
        both.Send(Tagged(Tagged(other, 30), 20, outer));
        both.Send(Tagged(Tagged(other, 30), 20, outer));
        Assert.Contains(both.AssertSame(), flow => flow.Link!.ID == 20 + (30 << 12));
        Assert.Equal(0, both.CameUp);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fragments_of_both_versions(bool joined)
    {
        using var both = new BothWays(() => new FlowTableOptions { IPDefrag = joined });
        byte[] datagram = Udp(9, 10, Bytes(2000));
        for (ushort id = 1; id < 4; id++)
        {
            both.Send(Ethernet(IPv4(datagram[..1480], A, B, 17, id: id, fragment: 0x2000), 1, 2));
            both.Send(Ethernet(IPv4(datagram[1480..], A, B, 17, id: id, fragment: 185), 1, 2));
            both.Send(Ethernet(IPv6(Fragment6(17, 1, id, datagram[..1400]), A6, B6, 44), 1, 2, 0x86dd));
            both.Send(Ethernet(IPv6(Fragment6(17, 1400, id, datagram[1400..]), A6, B6, 44), 1, 2, 0x86dd));
        }
        both.Send(Ethernet(IPv4(Udp(9, 10, Bytes(5)), A, B, 17), 1, 2));
        both.AssertSame();
        Assert.Equal(0, both.CameUp);
    }

    [Fact]
    public void Fragments_in_any_order_again_and_over_several_turns()
    {
        using var both = new BothWays(() => new FlowTableOptions { IPDefrag = true });
        byte[] datagram = Udp(9, 10, Bytes(4000)), segment = Tcp(4000, 80, Syn, payload: Bytes(2000));
        void Piece(byte[] whole, byte protocol, int from, int to, ushort id) =>
            both.Send(Ethernet(IPv4(whole[from..Math.Min(to, whole.Length)], A, B, protocol, id: id, fragment: (ushort)(from / 8 | (to < whole.Length ? 0x2000 : 0))), 1, 2));
        int[][] orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 0, 2, 1], [1, 1, 2, 0]];
        for (ushort i = 0; i < orders.Length; i++)
        {
            foreach (int piece in orders[i])
            {
                Piece(datagram, 17, piece * 1480, (piece + 1) * 1480, i);
                if (i % 2 == 0)
                    both.Turn();
            }
        }
        // Interleaved; of one the middle never comes; and one with a piece that cannot be its own.
        for (int piece = 0; piece < 3; piece++)
        {
            Piece(datagram, 17, piece * 1480, (piece + 1) * 1480, 100);
            Piece(segment, 6, piece * 800, (piece + 1) * 800, 100);
            if (piece != 1)
                Piece(datagram, 17, piece * 1480, (piece + 1) * 1480, 101);
        }
        both.AssertSame();
        Assert.Equal(0, both.CameUp);
        Piece(datagram, 17, 2960, 4440, 102);
        both.Send(Ethernet(IPv4(datagram[..80], A, B, 17, id: 102, fragment: 0x2000 | 600), 1, 2));
        both.Turn();
        Piece(datagram, 17, 0, 1480, 102);
        Piece(datagram, 17, 1480, 2960, 102);
        var flows = both.AssertSame();
        Assert.Equal(1, both.CameUp);
        var metric = Assert.Single(flows, flow => flow.Transport is { A: 9 });
        Assert.Equal(orders.Length + 2, metric.Metric.ABPackets);
        Assert.Equal(1, metric.Details["IPMetric"].AsMap()["FragmentErrors"].AsInt());
    }

    [Fact]
    public void A_tunnel_in_fragments_comes_up_and_what_came_before_its_first_is_counted_as_lost()
    {
        using var both = new BothWays(() => new FlowTableOptions { IPDefrag = true });
        byte[] tunnel = Udp(50_001, 4789, Vxlan(42, Ethernet(IPv4(Udp(1, 2, Bytes(1900)), "192.168.0.1", "192.168.0.2", 17), 11, 12)));
        void Piece(ushort id, int from, int to) =>
            both.Send(Ethernet(IPv4(tunnel[from..Math.Min(to, tunnel.Length)], A, B, 17, id: id, fragment: (ushort)(from / 8 | (to < tunnel.Length ? 0x2000 : 0))), 1, 2));
        Piece(1, 0, 1480);
        Piece(1, 1480, 2960);
        Assert.Equal(2, both.AssertSame().Count);
        Assert.Equal((2, 0), (both.CameUp, both.Program.Counters.Dropped));
        Piece(2, 1480, 2960);
        Piece(2, 0, 1480);
        both.Turn();
        Assert.Equal((3, 1), (both.CameUp, both.Program.Counters.Dropped));
    }

    [Fact]
    public void Tunnels_and_what_is_in_them()
    {
        using var both = new BothWays();
        byte[] inner = Ethernet(IPv4(Tcp(1000, 22, Ack, payload: Bytes(60)), "192.168.0.1", "192.168.0.2", 6), 11, 12);
        byte[] answer = Ethernet(IPv4(Tcp(22, 1000, Ack, payload: Bytes(10)), "192.168.0.2", "192.168.0.1", 6), 12, 11);
        byte[] bare = IPv4(Icmp(8, 0, 5, 1), "192.168.1.1", "192.168.1.2", 1);
        foreach (int source in new[] { 50_001, 50_002, 50_003 })
        {
            both.Send(Ethernet(IPv4(Udp(source, 4789, Vxlan(42, inner)), A, B, 17), 1, 2));
            both.Send(Ethernet(IPv4(Udp(source, 8472, Vxlan(43, inner)), A, B, 17), 1, 2));
            both.Send(Ethernet(IPv4(Udp(source, 6081, Geneve(44, inner, options: 12)), A, B, 17), 1, 2));
            both.Send(Ethernet(IPv4(Udp(source, 4789, Vxlan(42, answer)), B, A, 17), 2, 1), isBack: true);
        }
        both.Send(Ethernet(IPv4(Gre(bare, 0x0800), A, B, 47), 1, 2));
        both.Send(Ethernet(IPv4(Gre(bare, 0x0800, key: 77, hasSequence: true), A, B, 47), 1, 2));
        both.Send(Ethernet(IPv4(Gre(Tagged(inner, 5), 0x6558, key: 78), A, B, 47), 1, 2));
        both.Send(Ethernet(IPv6(Gre(bare, 0x0800), A6, B6, 47), 1, 2, 0x86dd));
        // A tunnel in a tunnel, and one more than is counted in the kernel.
        byte[] twice = Ethernet(IPv4(Udp(50_000, 4789, Vxlan(1, inner)), "10.2.0.1", "10.2.0.2", 17), 21, 22);
        both.Send(Ethernet(IPv4(Gre(twice, 0x6558), A, B, 47), 1, 2));
        var flows = both.AssertSame();
        Assert.Contains(flows, flow => flow.ParentUUID is not null && flow.Transport is { A: 1000 } && flow.Metric.ABPackets == 3);
        Assert.Equal(0, both.CameUp);
        byte[] thrice = Ethernet(IPv4(Gre(twice, 0x6558), "10.3.0.1", "10.3.0.2", 47), 31, 32);
        both.Send(Ethernet(IPv4(Udp(1, 6081, Geneve(9, thrice)), A, B, 17), 1, 2));
        both.AssertSame();
        Assert.Equal(1, both.CameUp);
    }

    [Fact]
    public void What_the_kernel_does_not_parse_comes_up_and_is_metered_there()
    {
        using var both = new BothWays();
        both.Send(Ethernet(Arp(1, 2), 1, 0xff, 0x0806));
        both.Send(Ethernet(IPv4(IPv4(Udp(1, 2, Bytes(9)), "10.4.0.1", "10.4.0.2", 17), A, B, 4), 1, 2));
        both.Send(Ethernet(Bytes(60), 1, 2, 0x9999));
        both.Send(Ethernet(IPv4(Tcp(1, 2, Ack)[..12], A, B, 6), 1, 2));
        both.Send(Ethernet([0x4f, .. IPv4(Udp(1, 2, []), A, B, 17)[1..]], 1, 2));
        both.Send(Ethernet([0x15, .. IPv4(Udp(1, 2, []), A, B, 17)[1..]], 1, 2));
        both.Send(Ethernet(IPv4(Udp(1, 4789, [0, 1, 2, 3, 4, 5, 6, 7, 8]), A, B, 17), 1, 2));
        byte[] inner = IPv4(Udp(1, 2, Bytes(9)), "10.4.0.1", "10.4.0.2", 17);
        both.Send(Ethernet(IPv4(Udp(2152, 2152, [0x30, 255, 0, (byte)inner.Length, 0, 0, 0, 7, .. inner]), A, B, 17), 1, 2));
        both.Send(Ethernet(IPv4(Udp(1, 4754, Gre(inner, 0x0800)), A, B, 17), 1, 2));
        Assert.Contains(both.AssertSame(), flow => flow.ParentUUID is not null);
        Assert.Equal(9, both.CameUp);
    }

    [Fact]
    public void Whatever_bytes_come()
    {
        using var both = new BothWays();
        var random = new Random(20261126);
        byte[][] seeds =
        [
            Ethernet(IPv4(Udp(50_000, 4789, Vxlan(42, Ethernet(IPv4(Tcp(1000, 22, Ack, payload: Bytes(60)), A, B, 6), 11, 12))), A, B, 17), 1, 2),
            Ethernet(IPv4(Gre(IPv4(Icmp(8, 0, 5, 1), A, B, 1), 0x0800, key: 3), A, B, 47), 1, 2),
            Tagged(Ethernet(IPv6(Extension(6, Tcp(1, 2, Syn)), A6, B6, 0), 1, 2, 0x86dd), 3),
            Ethernet(IPv4(Udp(1, 6081, Geneve(9, Ethernet(IPv4(Udp(7, 8, Bytes(20)), A, B, 17), 1, 2), 8)), A, B, 17), 1, 2),
        ];
        for (int i = 0; i < 3000; i++)
        {
            byte[] frame = [.. seeds[i % seeds.Length]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                frame[random.Next(12, frame.Length)] = (byte)random.Next(256);
            both.Send(frame[..random.Next(Math.Min(60, frame.Length), frame.Length + 1)]);
            if (i % 500 == 499)
                both.Turn();
        }
        both.AssertSame(names: false);
        Assert.InRange(both.CameUp, 1, 2000);
    }

    [Fact]
    public void By_clsact_as_by_tcx()
    {
        using var both = new BothWays(hook: HookKind.Clsact);
        Assert.Equal(HookKind.Clsact, both.Hook);
        both.Send(Tagged(Ethernet(IPv4(Udp(5, 6, Bytes(50)), A, B, 17), 1, 2), 9));
        both.Send(Ethernet(IPv4(Udp(6, 5, Bytes(20)), B, A, 17), 2, 1), isBack: true);
        both.AssertSame();
    }
}
