using System.Buffers.Binary;
using System.Net;
using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class CountedFlowTests
{
    private static readonly CountedFlow Counted = new()
    {
        LinkA = 0x0200_0000_0001,
        LinkB = 0x0200_0000_0002,
        HasLink = true,
        IPVersion = 4,
        NetworkA = BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse("10.0.0.1").GetAddressBytes()),
        NetworkB = BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse("10.0.0.2").GetAddressBytes()),
        Protocol = 6,
        PortA = 1000,
        PortB = 80,
        Start = Noon,
        Last = Noon + Second,
        ABPackets = 5,
        ABBytes = 500,
        BAPackets = 3,
        BABytes = 300,
        ABFlags = 18,
        BAFlags = 18,
        RTT = 77,
    };

    [Fact]
    public void What_was_counted_elsewhere_has_the_ids_that_its_packets_have()
    {
        using var table = new FlowTable();
        table.Merge(Counted);
        table.Merge(Counted);
        var counted = Assert.Single(table.Flows);
        var captured = Assert.Single(Metered(null, Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2)))));
        Assert.Equal(
            (captured.TrackingID, captured.L3TrackingID, captured.LayersPath, captured.Link, captured.Network, captured.Transport, captured.Details),
            (counted.TrackingID, counted.L3TrackingID, counted.LayersPath, counted.Link, counted.Network, counted.Transport, counted.Details));
        Assert.Equal((10, 1000, 6, 600, 77), (counted.Metric.ABPackets, counted.Metric.ABBytes, counted.Metric.BAPackets, counted.Metric.BABytes, counted.Metric.RTT));
    }

    [Fact]
    public void Packets_and_counts_of_one_flow_meet_in_whichever_direction_they_came()
    {
        using var table = new FlowTable();
        table.Add(new Frame(Ethernet(0x0800, IPv4(6, Tcp(80, 1000, 16), "10.0.0.2", "10.0.0.1"), 2, 1), Noon));
        table.Merge(Counted);
        var flow = Assert.Single(table.Flows);
        Assert.Equal((4, 5, 80), (flow.Metric.ABPackets, flow.Metric.BAPackets, flow.Transport!.A));
    }

    [Fact]
    public void Flags_end_it_as_packets_would()
    {
        using var table = new FlowTable();
        var counted = Counted;
        counted.ABFlags |= 1;
        counted.BAFlags |= 1;
        table.Merge(counted);
        Assert.Equal(FlowFinishType.TcpFin, Assert.Single(table.Flows).FinishType);
        table.Advance(counted.Last + 15 * Second);
        Assert.Empty(table.Flows);
    }

    [Fact]
    public void A_tunnel_and_what_is_in_it_are_parent_and_child()
    {
        using var table = new FlowTable();
        var outer = Counted;
        (outer.Protocol, outer.PortB, outer.Tunnel, outer.TunnelID) = (17, 4789, 3, 7);
        var inner = Counted;
        inner.Parent = table.Merge(outer);
        table.Merge(inner);
        var frames = Metered(null, Ethernet(0x0800, IPv4(17, Udp(1000, 4789, Vxlan(7, Ethernet(0x0800, IPv4(6, Tcp(1000, 80, 2))))))));
        Assert.Equal(frames.Select(flow => (flow.TrackingID, flow.LayersPath, flow.Details)), table.Flows.Select(flow => (flow.TrackingID, flow.LayersPath, flow.Details)));
        Assert.Equal(table.Flows[0].UUID, table.Flows[1].ParentUUID);
    }

    [Fact]
    public void A_flow_names_the_ends_of_its_own_tunnel_among_others_also_after_one_has_ended()
    {
        using var table = new FlowTable();
        var tunnels = Enumerable.Range(0, 50).Select(number => Counted with { Protocol = 17, PortB = 4789, Tunnel = 3, TunnelID = (uint)number, NetworkB = 0x0A000100 + (uint)number }).ToList();
        var uuids = tunnels.Select(tunnel => table.Merge(tunnel)).ToList();
        table.Advance(Noon + 700 * Second);
        Assert.Empty(table.Flows);
        for (int number = 20; number < 50; number++)
            Assert.NotEqual(uuids[number], uuids[number] = table.Merge(tunnels[number] with { Start = Noon + 800 * Second, Last = Noon + 801 * Second }));
        for (int number = 20; number < 50; number++)
            table.Merge(Counted with { Parent = uuids[number], Start = Noon + 800 * Second, Last = Noon + 801 * Second });
        Assert.Equal(Enumerable.Range(20, 30).Select(number => $"10.0.1.{number}"),
            table.Flows.Where(flow => flow.ParentUUID is not null).Select(flow => flow.Details["Tunnel"].AsMap()["B"].AsString()).Order(StringComparer.Ordinal));
    }
}
