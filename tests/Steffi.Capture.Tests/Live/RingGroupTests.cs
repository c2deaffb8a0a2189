using System.Collections.Concurrent;
using Steffi.Flows;

namespace Steffi.Capture.Tests;

/// <summary>One interface read by several threads.</summary>
public sealed class RingGroupTests
{
    private static readonly FlowTableOptions Often = new() { UpdateEvery = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_threads_meter_the_flows_of_one_and_the_packets_of_the_interface(bool defragments)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        foreach (var (netns, number) in ((string, int)[])[(left, 1), (right, 2)])
        {
            foreach (int vni in (int[])[42, 43])
            {
                network.Ip(netns, $"link add vx{vni} type vxlan id {vni} dstport 4789 local 10.0.0.{number} remote 10.0.0.{3 - number} dev eth0");
                network.Up(netns, $"192.168.{vni}.{number}", $"vx{vni}");
            }
        }
        var flows = new ConcurrentBag<Flow>();
        var threads = new ConcurrentDictionary<string, bool>();
        await using var observed = await Observed.StartAsync(flow =>
        {
            flows.Add(flow);
            threads.TryAdd(Thread.CurrentThread.Name ?? "", true);
        }, ("capture:afpacket:buffer", "32"));
        var options = Often with { IPDefrag = defragments };
        var one = await observed.CaptureAsync("afpacket", "eth0", [left], options);
        var four = await observed.CaptureAsync("afpacket", "eth0", [left], options, threads: 4);
        var before = network.Counters(left, "eth0");

        for (int host = 3; host < 9; host++)
        {
            network.Ip(right, $"addr add 10.0.0.{host}/24 dev eth0");
            network.In(left, "ping", "-q", "-c", "3", "-i", "0.01", "-s", host % 2 == 0 ? "4000" : "56", $"10.0.0.{host}");
        }
        network.Iperf(left, right, "10.0.0.2", "-n", "4M", "-P", "8");
        network.Iperf(left, right, "10.0.0.2", "-u", "-b", "40M", "-n", "400K", "-l", "4000", "-P", "4");
        network.Iperf(left, right, "192.168.42.2", "-n", "1M", "-P", "4");
        network.Iperf(left, right, "192.168.43.2", "-n", "1M");
        using (var sender = new FrameSender(left, (int)observed.Link(left, "eth0")["IfIndex"].AsInt()))
            for (ushort port = 4000; port < 4040; port++)
                sender.Send(FrameSender.Udp(port, [.. new ushort[] { 7, 9 }.Take(port % 3)]));
        await Task.Delay(300, TestContext.Current.CancellationToken);

        Assert.All((Probes.CaptureRequest[])[one, four], request => Assert.Equal(0, observed.Points(request)[0].Counters.PacketsDropped));
        await observed.EndAsync(one);
        await observed.EndAsync(four);
        var after = network.Counters(left, "eth0");
        var (alone, shared) = (Of(one), Of(four));
        Assert.Equal(Told(alone), Told(shared));
        var outermost = shared.Where(flow => flow.ParentUUID is null).ToList();
        if (!defragments)
            Assert.Equal(after.Packets - before.Packets, outermost.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets));
        Assert.Equal(after.Bytes - before.Bytes, outermost.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes));
        Assert.Equal(2, outermost.Count(flow => flow.Application == "VXLAN"));
        Assert.True(threads.Keys.Count(name => name.StartsWith("afpacket eth0 ", StringComparison.Ordinal)) > 2, string.Join(", ", threads.Keys));

        List<Flow> Of(Probes.CaptureRequest request) =>
            [.. flows.Where(flow => flow.CaptureID == request.ID).GroupBy(flow => flow.UUID).Select(same => same.MaxBy(flow => flow.Revision)!)];
    }

    [Fact]
    public async Task An_interface_that_is_down_at_first_is_read_once_it_is_up()
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        network.Ip(left, "link set eth0 down");
        await using var observed = await Observed.StartAsync();
        var request = await observed.CaptureAsync("afpacket", "eth0", [left], filter: "icmp", threads: 3);
        network.Ip(left, "link set eth0 up");
        network.In(left, "ping", "-q", "-c", "2", "-i", "0.01", "-W", "5", "10.0.0.2");
        network.Ip(left, "link set eth0 down");
        network.Ip(left, "link set eth0 up");
        network.In(left, "ping", "-q", "-c", "2", "-i", "0.01", "-W", "5", "10.0.0.2");
        await Until.True("eight packets", () => observed.Points(request) is [{ Counters.PacketsReceived: 8 }], otherwise: () => observed.Points(request)[0]);
        Assert.All(await observed.EndAsync(request), flow => Assert.Equal((2, 2), (flow.Metric.ABPackets, flow.Metric.BAPackets)));
    }

    // Which flow is around another, by what both captures call the same. Each socket reads the clock for itself.
    private static List<string> Told(List<Flow> flows)
    {
        var names = flows.ToDictionary(flow => flow.UUID, flow => flow.TrackingID);
        return [.. flows.Select(flow => $"{flow.TrackingID} in {(flow.ParentUUID is { } parent ? names[parent] : "none")} {flow.LayersPath} {flow.Metric with { Start = 0, Last = 0, RTT = 0 }}").Order(StringComparer.Ordinal)];
    }
}
