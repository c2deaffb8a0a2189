namespace Steffi.Capture.Tests;

/// <summary>Interfaces that are no Ethernet: those without a link header, and the loopback interface, which shows each packet twice.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("afpacket", 1)]
    [InlineData("afpacket", 3)]
    [InlineData("pcap", 1)]
    public async Task What_has_no_link_header_is_read_from_its_IP_header_on(string type, int threads)
    {
        using var network = new Network();
        var netns = network.Add();
        using var tun = new Tun(netns, "tun0");
        network.Up(netns, "10.9.0.1", "tun0");
        await using var observed = await Observed.StartAsync();
        var request = await observed.CaptureAsync(type, "tun0", [netns], filter: "icmp", threads: threads);
        var before = network.Counters(netns, "tun0");
        var answering = Task.Run(() => tun.Answer(10), TestContext.Current.CancellationToken);
        for (int host = 2; host < 7; host++)
            network.In(netns, "ping", "-q", "-c", "2", "-i", "0.01", "-W", "5", $"10.9.0.{host}");
        await answering;
        await Until.True("twenty packets", () => observed.Points(request)[0].Counters.PacketsReceived == 20, otherwise: () => observed.Points(request)[0]);
        var flows = await observed.EndAsync(request);
        var after = network.Counters(netns, "tun0");

        Assert.Equal(5, flows.Count);
        Assert.All(flows, flow => Assert.Equal(("IPv4/ICMPv4", "10.9.0.1", 2, 2, null),
            (flow.LayersPath, flow.Network!.A, flow.Metric.ABPackets, flow.Metric.BAPackets, flow.Link)));
        Assert.All(flows, flow => Assert.True(flow.Metric.RTT > 0));
        Assert.Equal((after.Packets - before.Packets, after.Bytes - before.Bytes),
            (flows.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets), flows.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes)));
    }

    [Theory]
    [InlineData("afpacket", 1)]
    [InlineData("afpacket", 2)]
    [InlineData("pcap", 1)]
    public async Task Each_packet_of_the_loopback_interface_counts_once(string type, int threads)
    {
        using var network = new Network();
        var netns = network.Add();
        await using var observed = await Observed.StartAsync();
        var request = await observed.CaptureAsync(type, "lo", [netns], threads: threads);
        var before = network.Counters(netns, "lo");
        network.In(netns, "ping", "-q", "-c", "3", "-i", "0.01", "127.0.0.1");
        network.Iperf(netns, netns, "127.0.0.1", "-n", "1M");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var flows = await observed.EndAsync(request);
        var after = network.Counters(netns, "lo");

        Assert.Contains(flows, flow => flow.ICMP?.Type == "ECHO" && flow.Metric is { ABPackets: 3, BAPackets: 3 });
        // The interface counts each as sent and as received, from its IP header on.
        long packets = (after.Packets - before.Packets) / 2;
        Assert.Equal(packets, flows.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets));
        Assert.Equal((after.Bytes - before.Bytes) / 2 + packets * 14, flows.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes));
    }
}
