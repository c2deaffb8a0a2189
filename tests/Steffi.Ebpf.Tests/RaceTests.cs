using Steffi.Bpf;
using Steffi.Flows;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>Packets come while maps are switched, read and closed, and while a capture ends: each counts once.</summary>
public class RaceTests
{
    private const int Flows = 20_000;

    [Fact]
    public async Task While_maps_take_turns()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        using var right = PacketSocket.Open(pair.Right, "veth0", receives: false);
        using var program = FlowProgram.Load(new FlowProgramOptions { Flows = 2 * Flows });
        using var hook = VethPair.Inside(pair.Right, () => InterfaceHook.Attach(program.Descriptor, PacketSocket.IndexOf("veth0"), Directions.Both));
        using var table = new FlowTable();
        var meter = new FlowMeter(program, table, hasLinkHeader: true);
        // Frames of the same flows come in and go out: they are counted on two processors at once.
        using var there = new PacketGenerator(left, Flows);
        using var back = new PacketGenerator(right, Flows);
        var sending = Task.WhenAll(Task.Run(() => there.Send(8)), Task.Run(() => back.Send(8)));
        int turns = 0;
        while (!sending.IsCompleted)
        {
            meter.Turn();
            turns++;
        }
        await sending;
        SpinWait.SpinUntil(() => program.Counters.Packets >= 16 * Flows, 10_000);
        meter.Turn();
        meter.Turn();
        Assert.InRange(turns, 3, int.MaxValue);
        Assert.Equal((16 * Flows, 0), (program.Counters.Packets, program.Counters.Dropped));
        Assert.Equal(Flows, table.Statistics.FlowCount);
        Assert.Equal((16L * Flows, 16L * Flows * 64), (table.Flows.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets), table.Flows.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes)));
    }

    [Theory]
    [InlineData("ebpf")]
    [InlineData("hybrid")]
    public async Task While_the_capture_is_stopped(string type)
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        await using var capture = new RunningCapture(type == "ebpf" ? new EbpfCapture() : new HybridCapture(), pair.Right, "veth0", settings: ("drain.ms", "20"));
        await capture.StartedAsync();
        using var generator = new PacketGenerator(left, Flows);
        var sending = Task.Run(() => generator.Send(10));
        await capture.FlowsAsync(flows => flows.Count > Flows / 10);
        await capture.StopAsync();
        await sending;
        // Those that came before it was detached, all of them; some are lost with the ring, and counted.
        Assert.InRange(capture.Counters.PacketsReceived, Flows / 10, 10 * Flows);
        Assert.Equal(capture.Counters.PacketsReceived, capture.Table.Flows.Sum(flow => flow.Metric.ABPackets) + capture.Counters.KernelFlowDropped);
    }

    [Fact]
    public async Task While_the_interface_is_deleted()
    {
        using var pair = new VethPair();
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", settings: ("drain.ms", "20"));
        await capture.StartedAsync();
        using var generator = new PacketGenerator(left, Flows);
        generator.Send(2);
        var sending = Task.Run(() => generator.Run(TimeSpan.FromMilliseconds(200)));
        VethPair.In(pair.Right, "ip", "link", "delete", "veth0");
        await sending;
        await capture.StopAsync();
        Assert.InRange(capture.Counters.PacketsReceived, 2 * Flows, long.MaxValue);
        Assert.Equal(capture.Counters.PacketsReceived, capture.Table.Flows.Sum(flow => flow.Metric.ABPackets) + capture.Counters.KernelFlowDropped);
    }
}
