using System.Net.Sockets;
using Steffi.Flows;

namespace Steffi.Capture.Tests;

/// <summary>What is counted between two namespaces, beside what the kernel counted.</summary>
public sealed class CountingTests
{
    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    public async Task Totals_are_the_interfaces_own_to_the_packet_and_byte(string type)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        var request = await observed.CaptureAsync(type, "eth0", [left]);
        var before = network.Counters(left, "eth0");
        network.In(left, "ping", "-q", "-c", "5", "-i", "0.01", "10.0.0.2");
        network.Iperf(left, right, "10.0.0.2", "-n", "8M");

        var after = network.Counters(left, "eth0");
        await Until.True("all packets", () => observed.Points(request)[0].Counters.PacketsReceived >= after.Packets - before.Packets, otherwise: () => $"{observed.Points(request)[0]} {before} {after}");
        var point = observed.Points(request)[0];
        var flows = await observed.EndAsync(request);
        after = network.Counters(left, "eth0");

        Assert.Equal(0, point.Counters.PacketsDropped);
        Assert.Equal(after.Packets - before.Packets, flows.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets));
        Assert.Equal(after.Bytes - before.Bytes, flows.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes));
        Assert.All(flows, flow => Assert.Equal(observed.Link(left, "eth0")["TID"].AsString(), flow.NodeTID));
        Assert.True(point.CPUTime > TimeSpan.Zero);
        Assert.True(point.Memory > 16 << 20, $"{point.Memory}");
    }

    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    public async Task Vlan_tags_that_the_kernel_took_out_are_there_again(string type)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        var all = await observed.CaptureAsync(type, "eth0", [right], filter: "udp or vlan");
        var some = await observed.CaptureAsync(type, "eth0", [right], filter: "vlan 7");
        using (var sender = new FrameSender(left, (int)observed.Link(left, "eth0")["IfIndex"].AsInt()))
        {
            sender.Send(FrameSender.Udp(4000));
            sender.Send(FrameSender.Udp(4001, 7));
            sender.Send(FrameSender.Udp(4002, 7, 9));
        }
        await Until.True("three frames", () => observed.Points(all)[0].Counters.PacketsReceived == 3, otherwise: () => observed.Points(all)[0]);
        await Until.True("two frames", () => observed.Points(some)[0].Counters.PacketsReceived == 2, otherwise: () => observed.Points(some)[0]);
        var flows = (await observed.EndAsync(all)).ToDictionary(flow => flow.Transport!.B);
        Assert.Equal([46, 50, 54], flows.OrderBy(flow => flow.Key).Select(flow => flow.Value.Metric.ABBytes));
        Assert.Equal([0, 7, 7 | (9 << 12)], flows.OrderBy(flow => flow.Key).Select(flow => flow.Value.Link!.ID));
        Assert.Equal([4001, 4002], (await observed.EndAsync(some)).Select(flow => flow.Transport!.B).Order());
    }

    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    public async Task A_short_header_size_counts_original_lengths(string type)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        var request = Captures.Of($"G.V().Has('Name', 'eth0', 'NetNS', {Network.Inode(left)})", type, filter: "icmp") with { HeaderSize = 64 };
        observed.Host.Create(request);
        await observed.ActiveAsync(request, 1);
        network.In(left, "ping", "-q", "-c", "2", "-i", "0.01", "-s", "1000", "10.0.0.2");
        await Until.True("four packets", () => observed.Points(request)[0].Counters.PacketsReceived == 4);
        var flow = Assert.Single(await observed.EndAsync(request));
        Assert.Equal((2 * 1042, 2 * 1042), (flow.Metric.ABBytes, flow.Metric.BABytes));
    }

    [Theory]
    [InlineData("afpacket", 1)]
    [InlineData("afpacket", 4)]
    [InlineData("pcap", 1)]
    public async Task Segments_beyond_64_KB_count_whole(string type, int threads)
    {
        const int Sent = 6 << 20, Most = 180_000;
        using var network = new Network();
        var (left, right) = network.Pair();
        foreach (var (netns, number) in ((string, int)[])[(left, 1), (right, 2)])
        {
            network.In(netns, "sysctl", "-q", "-w", "net.ipv6.conf.eth0.disable_ipv6=0");
            network.Ip(netns, $"addr add fd00::{number}/64 dev eth0 nodad");
            network.Ip(netns, $"link set eth0 gso_max_size {Most} gro_max_size {Most}");
        }
        await using var observed = await Observed.StartAsync(null, ("capture:afpacket:buffer", "32"), ("capture:pcap:buffer", "32"));
        var request = await observed.CaptureAsync(type, "eth0", [left], new FlowTableOptions { ReassembleTCP = true, ExtraTCPMetric = true, RawPacketLimit = -1 }, threads: threads);
        using (var listener = Network.Inside(right, () => new TcpListener(System.Net.IPAddress.IPv6Any, 7000)))
        {
            Network.Inside(right, () => { listener.Start(); return 0; });
            using var client = Network.Inside(left, () => { var made = new TcpClient(AddressFamily.InterNetworkV6); made.Connect("fd00::2", 7000); return made; });
            using var served = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var reading = served.GetStream().CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(new byte[Sent], TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            await reading;
        }
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(0, observed.Points(request)[0].Counters.PacketsDropped);
        var flow = Assert.Single(await observed.EndAsync(request), flow => flow.Transport?.B == 7000);
        Assert.Equal(Sent, flow.Details["TCPMetric"].AsMap()["ABBytes"].AsInt());
        Assert.InRange(flow.RawPackets.Max(packet => packet.OriginalLength), ushort.MaxValue + 1, Most + 200);
        Assert.Equal(flow.Metric.ABBytes + flow.Metric.BABytes, flow.RawPackets.Sum(packet => (long)packet.OriginalLength));
    }

    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    public async Task Packets_that_found_the_buffer_full_are_counted_as_dropped(string type)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        using var hold = new ManualResetEventSlim();
        var isHeld = 0;
        // The first update of a flow stops the thread that empties the buffer.
        await using var observed = await Observed.StartAsync(_ =>
        {
            if (Interlocked.Exchange(ref isHeld, 1) == 0)
                hold.Wait(TimeSpan.FromSeconds(20));
        }, ($"capture:{type}:buffer", "2"));
        var request = await observed.CaptureAsync(type, "eth0", [left], new FlowTableOptions { UpdateEvery = TimeSpan.FromMilliseconds(100) });
        var before = network.Counters(left, "eth0");
        network.In(left, "ping", "-q", "-c", "3", "-i", "0.2", "10.0.0.2");
        await Until.True("the reader stands", () => Volatile.Read(ref isHeld) == 1);
        network.Iperf(left, right, "10.0.0.2", "-n", "64M");
        hold.Set();
        long sent = network.Counters(left, "eth0").Packets - before.Packets;
        await Until.True("every packet", () => observed.Points(request)[0].Counters.PacketsReceived >= sent, otherwise: () => $"{sent} {observed.Points(request)[0]}");
        var counters = observed.Points(request)[0].Counters;
        Assert.True(counters.PacketsDropped > 0);
        Assert.Equal(sent, counters.PacketsReceived);
    }

    [Fact]
    public async Task A_session_capture_sees_start_and_end_of_a_connection_and_counts_no_packets()
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        var request = await observed.CaptureAsync("bpf-session", "eth0", [left], new FlowTableOptions { ExtraTCPMetric = true });
        using (var listener = Network.Inside(right, () => new TcpListener(System.Net.IPAddress.Any, 7000)))
        {
            Network.Inside(right, () => { listener.Start(); return 0; });
            using var client = Network.Inside(left, () => { var made = new TcpClient(AddressFamily.InterNetwork); made.Connect("10.0.0.2", 7000); return made; });
            using var served = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            await served.GetStream().CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        }
        await Until.True("SYN, SYN/ACK, FIN", () => observed.Points(request)[0].Counters.PacketsReceived >= 3, otherwise: () => observed.Points(request)[0]);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        var packets = observed.Points(request)[0].Counters.PacketsReceived;
        var flow = Assert.Single(await observed.EndAsync(request));
        Assert.InRange(packets, 3, 6);
        Assert.Equal((0, 0), (flow.Metric.ABPackets, flow.Metric.ABBytes));
        Assert.Equal(7000, flow.Transport!.B);
        Assert.True(flow.Start > 0 && flow.Last >= flow.Start);
        Assert.True(flow.Details["TCPMetric.ABSynStart"].AsInt() > 0);
    }
}
