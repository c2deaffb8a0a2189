using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>A capture and what happens to its interface.</summary>
public sealed class FollowingTests
{
    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    public async Task It_goes_on_through_rename_and_down_and_up_and_begins_anew_with_a_new_interface(string type)
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        var request = Captures.Of($"G.V().Has('Type', 'veth', 'NetNS', {Network.Inode(left)})", type, filter: "icmp");
        observed.Host.Create(request);
        await observed.ActiveAsync(request, 1);
        await PingAsync(4);

        network.Ip(left, "link set eth0 down");
        network.Ip(left, "link set eth0 name other0");
        network.Ip(left, "link set other0 up");
        // libpcap loses an interface that is renamed while it is down, and is opened anew a moment after it is up.
        if (type == "pcap")
            await Until.True("it is opened anew", () => SeesMoreThan(4));
        else
            await PingAsync(8);
        Assert.Null(observed.Points(request)[0].Error);
        Assert.All(observed.Host.Find(FlowLookup.All), flow => Assert.Equal(observed.Link(left, "other0")["TID"].AsString(), flow.NodeTID));
        Assert.NotEmpty(observed.Host.Find(FlowLookup.All));

        network.Ip(left, "link del other0");
        await Until.True("it is not captured any more", () => observed.Points(request).Count == 0);
        network.Ip(left, $"link add eth0 type veth peer name eth0 netns {right}");
        network.Up(left, "10.0.0.1");
        network.Up(right, "10.0.0.2");
        await observed.ActiveAsync(request, 1);
        await PingAsync(4);

        bool SeesMoreThan(long packets)
        {
            network.In(left, "ping", "-q", "-c", "1", "-W", "5", "10.0.0.2");
            return observed.Points(request)[0].Counters.PacketsReceived > packets;
        }

        async Task PingAsync(long packets)
        {
            network.In(left, "ping", "-q", "-c", "2", "-i", "0.01", "-W", "5", "10.0.0.2");
            await Until.True($"{packets} packets", () => observed.Points(request) is [{ State: CaptureState.Active } point] && point.Counters.PacketsReceived == packets,
                otherwise: () => string.Join('\n', observed.Points(request)));
        }
    }

    [Fact]
    public async Task A_namespace_that_is_deleted_is_not_kept_alive()
    {
        using var network = new Network();
        var (left, right) = network.Pair();
        await using var observed = await Observed.StartAsync();
        await observed.CaptureAsync("afpacket", "eth0", [right]);
        network.Remove(right);
        // The other end of the pair goes when the kernel destroys the namespace.
        await Until.True("the pair is gone", () => !network.Ip(left, "link show").Contains("eth0", StringComparison.Ordinal));
    }
}
