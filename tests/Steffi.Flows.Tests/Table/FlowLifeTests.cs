using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class FlowLifeTests : IDisposable
{
    private const byte Syn = 2, SynAck = 18, Ack = 16, Fin = 17, Rst = 4;

    private static readonly FlowTableOptions Options = new();
    private readonly List<Flow> _told = [];
    private FlowTable _table;

    public FlowLifeTests() => _table = new FlowTable(Options, _told.Add);

    public void Dispose() => _table.Dispose();

    [Fact]
    public void A_flow_ends_after_the_silence_that_the_options_allow()
    {
        Packet(0, Udp(1, 2, []));
        _table.Advance(Noon + 599 * Second);
        Assert.Single(_table.Flows);
        _table.Advance(Noon + 600 * Second);
        Assert.Empty(_table.Flows);
        Assert.Equal(FlowFinishType.Timeout, _told[^1].FinishType);
        Assert.Equal((1, 1), (_told[^1].Metric.ABPackets, _told[^1].LastUpdateMetric!.Value.ABPackets));
    }

    [Fact]
    public void Arp_and_dns_flows_end_after_a_short_silence_and_others_go_on()
    {
        byte[] question = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'n', 0, 0, 1, 0, 1];
        _table.Add(new Frame(Ethernet(0x0806, new byte[28]), Noon));
        Packet(0, Udp(1, 53, question));
        Packet(0, Udp(1, 2, []));
        Packet(10, Udp(3, 4, []));
        Assert.Equal(["ARP", "DNS"], _told.Select(flow => flow.Application));
        Assert.Equal(["UDP", "UDP"], _table.Flows.Select(flow => flow.Application));
    }

    [Fact]
    public void A_flow_that_goes_on_is_told_of_every_period_with_what_came_in_it()
    {
        for (int second = 0; second <= 130; second += 10)
            Packet(second, Udp(1, 2, new byte[8]));
        Assert.Equal([(6, 6), (12, 6)], _told.Select(flow => (flow.Metric.ABPackets, flow.LastUpdateMetric!.Value.ABPackets)));
        Assert.Equal(Noon / 1_000_000 + 60_000, _told[1].LastUpdateMetric!.Value.Start);
        Assert.Equal([1L, 2], _told.Select(flow => flow.Revision));
        Assert.All(_told, flow => Assert.Equal(FlowFinishType.NotFinished, flow.FinishType));
        Assert.Equal(14, Assert.Single(_table.Flows).Metric.ABPackets);
    }

    [Fact]
    public void A_silent_flow_is_not_told_of()
    {
        Packet(0, Udp(1, 2, []));
        for (int second = 60; second < 600; second += 60)
            _table.Advance(Noon + second * Second);
        Assert.Single(_told);
    }

    [Theory]
    [InlineData(Fin, FlowFinishType.TcpFin)]
    [InlineData(Rst, FlowFinishType.TcpRst)]
    public void A_connection_ends_when_both_closed_or_one_reset_and_is_held_for_what_is_late(byte end, FlowFinishType type)
    {
        Packet(0, Tcp(1, 2, Syn));
        Packet(1, Tcp(2, 1, SynAck), back: true);
        Packet(2, Tcp(1, 2, end));
        Assert.Equal(end == Rst ? type : FlowFinishType.NotFinished, Assert.Single(_table.Flows).FinishType);
        if (end == Fin)
            Packet(3, Tcp(2, 1, Fin), back: true);
        Packet(4, Tcp(1, 2, Ack));
        Assert.Equal(type, Assert.Single(_table.Flows).FinishType);
        Assert.Empty(_told);
        _table.Advance(Noon + 19 * Second);
        Assert.Equal((type, end == Rst ? 4 : 5), (Assert.Single(_told).FinishType, _told[0].Metric.ABPackets + _told[0].Metric.BAPackets));
        Assert.Empty(_table.Flows);
    }

    [Fact]
    public void A_connection_after_the_end_of_another_is_another_flow()
    {
        Packet(0, Tcp(1, 2, Syn));
        Packet(1, Tcp(1, 2, Rst));
        Packet(2, Tcp(1, 2, Syn));
        var flow = Assert.Single(_table.Flows);
        Assert.Equal((Assert.Single(_told).TrackingID, FlowFinishType.TcpRst, FlowFinishType.NotFinished), (flow.TrackingID, _told[0].FinishType, flow.FinishType));
        Assert.NotEqual(_told[0].UUID, flow.UUID);
    }

    [Fact]
    public void For_one_more_flow_than_the_limit_the_least_recently_used_is_dropped_and_counted()
    {
        _table.Dispose();
        _table = new FlowTable(Options with { Limit = 3 }, _told.Add);
        for (int port = 1; port <= 3; port++)
            Packet(port, Udp(port, 99, []));
        Packet(4, Udp(1, 99, []));
        Packet(5, Udp(4, 99, []));
        Assert.Equal([1, 4, 3], _table.Flows.Select(flow => flow.Transport!.A).Order().Select(port => port == 3 ? 4 : port == 4 ? 3 : port));
        Assert.Equal((2, 1, 3), (Assert.Single(_told).Transport!.A, _table.Statistics.FlowDropped, _table.Statistics.FlowCount));
    }

    [Fact]
    public void The_flow_around_a_new_one_is_not_dropped_for_it()
    {
        _table.Dispose();
        _table = new FlowTable(Options with { Limit = 2 });
        Packet(0, Udp(1, 2, []));
        for (int inner = 0; inner < 5; inner++)
            Packet(1 + inner, Udp(50000, 4789, Vxlan(1, Ethernet(0x0806, new byte[28], 10 + inner, 20))));
        Assert.Equal(["ARP", "VXLAN"], _table.Flows.Select(flow => flow.Application).Order());
        Assert.Equal(5, _table.Flows.Single(flow => flow.Application == "VXLAN").Metric.ABPackets);
    }

    [Fact]
    public void Flush_ends_all_that_is_there_and_the_table_goes_on()
    {
        Packet(0, Udp(1, 2, []));
        Packet(0, Tcp(1, 2, Syn));
        _table.Flush();
        Assert.Equal((2, 0), (_told.Count, _table.Flows.Count));
        Assert.All(_told, flow => Assert.NotNull(flow.LastUpdateMetric));
        Packet(1, Udp(1, 2, []));
        Assert.Single(_table.Flows);
        Assert.Equal(_told[0].TrackingID, _table.Flows[0].TrackingID);
    }

    [Fact]
    public void A_clock_that_was_wrong_for_a_packet_does_not_end_every_flow_after_it()
    {
        Packet(1_000_000_000, Udp(9, 9, []));
        Packet(0, Udp(1, 2, []));
        Packet(1, Udp(1, 2, []));
        Assert.Equal(2, _table.Flows.Single(flow => flow.Transport!.A == 1).Metric.ABPackets);
    }

    [Fact]
    public void Slots_of_ended_flows_serve_again()
    {
        for (int round = 0; round < 50; round++)
        {
            for (int port = 1; port <= 100; port++)
                Packet(round * 1000, Udp(port, 99, []));
            Assert.Equal(100, _table.Statistics.FlowCount);
        }
        Assert.Equal(4900, _told.Select(flow => flow.UUID).Distinct().Count());
    }

    private void Packet(long second, byte[] transport, bool back = false) => _table.Add(new Frame(
        Ethernet(0x0800, IPv4(transport.Length >= 20 && transport[12] == 0x50 ? 6 : 17, transport, back ? "10.0.0.2" : "10.0.0.1", back ? "10.0.0.1" : "10.0.0.2"), back ? 2 : 1, back ? 1 : 2),
        Noon + second * Second));

    [Fact]
    public void Dns_flows_of_many_ports_stay_within_the_limit_and_400_bytes_each()
    {
        const int Limit = 20_000, Asked = 50_000;
        using var table = new FlowTable(new FlowTableOptions { Limit = Limit });
        byte[] question = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, (byte)'w', (byte)'w', (byte)'w', 0, 0, 1, 0, 1];
        for (int i = 0; i < Asked; i++)
            table.Add(new Frame(Ethernet(0x0800, IPv4(17, Udp(10_000 + i, 53, question))), Noon + i * 1000));
        Assert.Equal((Limit, Asked - Limit), (table.Statistics.FlowCount, table.Statistics.FlowDropped));
        Assert.InRange(table.Statistics.Memory / (double)Limit, 300, 400);
        // Those that go are those that were silent longest.
        Assert.Equal(10_000 + Asked - Limit, table.Flows.Min(flow => flow.Transport!.A));
        long before = table.Statistics.Memory;
        Assert.Single(table.Find(new FlowLookup([[new(FlowField.Transport, $"{9_999 + Asked}")]])));
        // Who looks flows up makes an index, which is counted too.
        Assert.InRange((table.Statistics.Memory - before) / (double)Limit, 100, 300);
        table.Advance(Noon + 11 * Second);
        Assert.Equal(0, table.Statistics.FlowCount);
    }
}
