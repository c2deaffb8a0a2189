using System.Net;
using System.Net.Sockets;
using Steffi.Flows;

namespace Steffi.Capture.Tests;

/// <summary>Two namespaces on a bridge, a tunnel between them, a capture at both ends: ping, iperf3 and a name asked for.</summary>
public sealed class TwoPointTests
{
    [Fact]
    public async Task The_same_flow_is_known_at_both_ends_and_inside_the_tunnel_and_totals_are_the_interfaces_own()
    {
        using var network = new Network();
        var (left, middle, right) = (network.Add(), network.Add(), network.Add());
        // With snooping it joins a group of its own, and says so at some time.
        network.Ip(middle, "link add br0 type bridge mcast_snooping 0");
        network.Ip(middle, "link set br0 up");
        foreach (var (netns, number) in ((string, int)[])[(left, 1), (right, 2)])
        {
            network.Ip(netns, $"link add eth0 type veth peer name port{number} netns {middle}");
            network.Ip(middle, $"link set port{number} master br0 up");
            network.Up(netns, $"10.0.0.{number}");
            network.Ip(netns, $"link add vx0 type vxlan id 42 dstport 4789 local 10.0.0.{number} remote 10.0.0.{3 - number} dev eth0");
            network.Up(netns, $"192.168.7.{number}", "vx0");
        }
        await using var observed = await Observed.StartAsync();
        var wire = await observed.CaptureAsync("afpacket", "eth0", [left, right], new FlowTableOptions { Classify = true });
        var tunnel = await observed.CaptureAsync("pcap", "vx0", [right]);
        // The counters of a vxlan begin at the IP header.
        (string Netns, string Link, int Uncounted)[] points = [(left, "eth0", 0), (right, "eth0", 0), (right, "vx0", 14)];
        var before = points.Select(point => network.Counters(point.Netns, point.Link)).ToList();

        network.In(left, "ping", "-q", "-c", "3", "-i", "0.01", "10.0.0.2");
        network.In(left, "ping", "-q", "-c", "3", "-i", "0.01", "192.168.7.2");
        network.Iperf(left, right, "192.168.7.2", "-n", "1M");
        AskName(left, right);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var all = await observed.EndAsync(wire);
        var inside = await observed.EndAsync(tunnel);

        foreach (var (point, old) in points.Zip(before))
        {
            var tid = observed.Link(point.Netns, point.Link)["TID"].AsString();
            var outermost = all.Concat(inside).Where(flow => flow.NodeTID == tid && flow.ParentUUID is null).ToList();
            var (packets, bytes) = network.Counters(point.Netns, point.Link);
            packets -= old.Packets;
            Assert.Equal((packets, bytes - old.Bytes + packets * point.Uncounted),
                (outermost.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets), outermost.Sum(flow => flow.Metric.ABBytes + flow.Metric.BABytes)));
        }
        var ends = all.GroupBy(flow => flow.NodeTID).Select(end => end.ToList()).ToList();
        Assert.Equal(2, ends.Count);
        Assert.Equal(Identities(ends[0]), Identities(ends[1]));
        foreach (var end in ends)
        {
            var outer = Assert.Single(end, flow => flow.LayersPath.EndsWith("UDP/VXLAN", StringComparison.Ordinal));
            Assert.Equal(42, outer.Network!.ID);
            var inner = end.Where(flow => flow.ParentUUID is not null).ToList();
            Assert.All(inner, flow => Assert.Equal(outer.UUID, flow.ParentUUID));
            Assert.Contains(inner, flow => flow.ICMP?.Type == "ECHO" && flow.Metric is { ABPackets: 3, BAPackets: 3 });
            Assert.Contains(inner, flow => flow.Transport is { Protocol: "TCP", B: 5201 });
            Assert.Single(end, flow => flow.ParentUUID is null && flow.ICMP?.Type == "ECHO" && flow.Metric is { ABPackets: 3, BAPackets: 3 });
            Assert.Single(end, flow => flow.Application == "DNS" && flow.Metric is { ABPackets: 1, BAPackets: 1 });
        }
        // What is inside on the wire is what the tunnel's own interface shows.
        Assert.Subset(Identities(ends[0]), Identities(inside.Where(flow => flow.Transport is not null || flow.ICMP is not null)));
        Assert.NotEmpty(inside);
    }

    private static HashSet<string> Identities(IEnumerable<Flow> flows) => [.. flows.Select(flow => $"{flow.TrackingID} {flow.L3TrackingID} {flow.LayersPath}")];

    private static void AskName(string left, string right)
    {
        using var server = Network.Inside(right, () => new UdpClient(new IPEndPoint(IPAddress.Any, 53)));
        using var client = Network.Inside(left, () => new UdpClient(new IPEndPoint(IPAddress.Any, 40053)));
        byte[] question = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, .. "steffi"u8, 4, .. "test"u8, 0, 0, 1, 0, 1];
        client.Send(question, new IPEndPoint(IPAddress.Parse("10.0.0.2"), 53));
        var from = new IPEndPoint(IPAddress.Any, 0);
        server.Client.ReceiveTimeout = client.Client.ReceiveTimeout = 5000;
        var asked = server.Receive(ref from);
        byte[] answer = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. asked[12..], 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 9, 8, 7];
        server.Send(answer, from);
        Assert.Equal(answer, client.Receive(ref from));
    }
}
