using Steffi.Bpf;
using Steffi.Flows;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>More flows at once than the map has room for.</summary>
public class FullMapTests
{
    private const int Flows = 200_000, Room = 100_000;

    [Fact]
    public void Those_without_room_come_up_and_no_packet_is_lost()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var program = FlowProgram.Load(new FlowProgramOptions { Flows = Room, RingBytes = 64 << 20 });
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, PacketSocket.IndexOf("veth0"), Directions.Both));
        using var table = new FlowTable();
        var meter = new FlowMeter(program, table, hasLinkHeader: true);
        using var generator = new PacketGenerator(left, Flows);
        generator.Send(times: 2);
        Assert.Equal(2 * Flows, Packets(program, 2 * Flows));
        meter.Turn();
        meter.Turn();
        Assert.InRange(meter.Counters.PacketsReceived, 2 * Flows, 2 * Flows);
        Assert.Equal(0, meter.Counters.KernelFlowDropped);
        Assert.InRange(program.Counters.Full, 2 * (Flows - Room), 2 * Flows);
        Assert.Equal(Flows, table.Statistics.FlowCount);
        Assert.Equal((2L * Flows, 2L * Flows * 64), Totals(table));
    }

    [Fact]
    public void What_a_full_ring_loses_is_counted_exactly()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var program = FlowProgram.Load(new FlowProgramOptions { Flows = Room, RingBytes = 1 << 20 });
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, PacketSocket.IndexOf("veth0"), Directions.Both));
        using var table = new FlowTable();
        var meter = new FlowMeter(program, table, hasLinkHeader: true);
        using var generator = new PacketGenerator(left, Flows);
        generator.Send(times: 1);
        Assert.Equal(Flows, Packets(program, Flows));
        meter.Turn();
        meter.Turn();
        Assert.InRange(meter.Counters.KernelFlowDropped, 1, Flows - Room);
        Assert.Equal(Flows, Totals(table).Packets + meter.Counters.KernelFlowDropped);
    }

    private static (long Packets, long Bytes) Totals(FlowTable table)
    {
        var flows = table.Flows;
        return (flows.Sum(flow => flow.Metric.ABPackets), flows.Sum(flow => flow.Metric.ABBytes));
    }

    private static long Packets(FlowProgram program, long expected)
    {
        SpinWait.SpinUntil(() => program.Counters.Packets >= expected, 5000);
        return program.Counters.Packets;
    }
}
