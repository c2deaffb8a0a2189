using System.Net;
using System.Net.Sockets;
using Steffi.Flows;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>A flow shows how many fragments its datagrams went over the wire in.</summary>
public class FragmentationTests
{
    private const int Port = 7799, FromPort = 7798, Mtu = 1300, Datagrams = 7, Length = 6000;

    [Theory]
    [InlineData("ebpf", "10.9.8.1", "10.9.8.2", true)]
    [InlineData("ebpf", "fd09::1", "fd09::2", true)]
    [InlineData("ebpf", "10.9.8.1", "10.9.8.2", false)]
    [InlineData("hybrid", "fd09::1", "fd09::2", true)]
    public async Task Of_large_datagrams_over_a_small_MTU(string type, string from, string to, bool joined)
    {
        using var pair = new VethPair(addressed: true);
        Narrow(pair, "fd09::1", "fd09::2");
        using var wire = PacketSocket.Open(pair.Right, "veth0");
        await using var capture = new RunningCapture(type == "ebpf" ? new EbpfCapture() : new HybridCapture(), pair.Right, "veth0", new FlowTableOptions { IPDefrag = joined }, settings: ("drain.ms", "100"));
        await capture.StartedAsync();
        using var server = Bound(pair.Right, to, Port);
        using var client = Bound(pair.Left, from, FromPort);
        using var whole = Bound(pair.Left, from, FromPort + 10);
        byte[] buffer = new byte[Length];
        // Datagrams in pieces have a flow with ports only where they are joined, or beside whole ones.
        whole.SendTo(new byte[100], new IPEndPoint(IPAddress.Parse(to), Port));
        client.SendTo(new byte[100], new IPEndPoint(IPAddress.Parse(to), Port));
        for (int i = 0; i < Datagrams; i++)
            client.SendTo(buffer, new IPEndPoint(IPAddress.Parse(to), Port));
        for (int i = 0; i < Datagrams + 2; i++)
            await server.ReceiveAsync(buffer);

        int fragments = 0;
        while (wire.Receive() is { } frame)
            fragments += IsFragment(frame) ? 1 : 0;
        Assert.InRange(fragments, Datagrams * Length / Mtu, 2 * Datagrams * Length / Mtu);
        var flows = await capture.FlowsAsync(all => all.Any(flow => flow.Transport?.A == FromPort && !flow.Details["Fragments"].IsNull));
        Assert.Equal(Metadata.Of(("Sent", fragments), ("Received", fragments)), Assert.Single(flows, flow => flow.Transport?.A == FromPort).Details["Fragments"].AsMap());
        Assert.True(Assert.Single(flows, flow => flow.Transport?.A == FromPort + 10).Details["Fragments"].IsNull);
    }

    [Fact]
    public async Task Of_a_ping_both_ways_and_over_a_bridge_are_counted_once()
    {
        Needs.Tool("ping", "iputils-ping");
        using var pair = new VethPair(addressed: true);
        Narrow(pair);
        // The right end becomes a port of a bridge that has its address: a packet passes two devices there.
        VethPair.In(pair.Right, "ip", "link", "add", "br0", "mtu", $"{Mtu}", "type", "bridge");
        VethPair.In(pair.Right, "ip", "address", "flush", "dev", "veth0");
        VethPair.In(pair.Right, "ip", "link", "set", "veth0", "master", "br0");
        VethPair.In(pair.Right, "ip", "address", "add", "10.9.8.2/24", "dev", "br0");
        VethPair.In(pair.Right, "ip", "link", "set", "br0", "up");
        using var wire = PacketSocket.Open(pair.Left, "veth0");
        await using var capture = new RunningCapture(new EbpfCapture(), pair.Left, "veth0", new FlowTableOptions { IPDefrag = true }, settings: ("drain.ms", "100"));
        await capture.StartedAsync();
        VethPair.In(pair.Left, "ping", "-c", "2", "-i", "0.01", "-W", "5", "-s", "5000", "-e", "78", "10.9.8.2");
        int fragments = 0;
        while (wire.Receive() is { } frame)
            fragments += IsFragment(frame) ? 1 : 0;
        Assert.InRange(fragments, 4 * 5000 / Mtu, 8 * 5000 / Mtu);
        var flows = await capture.FlowsAsync(all => all.Any(flow => flow.ICMP is not null && !flow.Details["Fragments"].IsNull));
        // The answers are no socket's: the kernel itself sends them.
        var counted = Assert.Single(flows, flow => flow.ICMP is not null).Details["Fragments"].AsMap();
        Assert.Equal(fragments, counted["Received"].AsInt());
        Assert.InRange(counted["Sent"].AsInt(), fragments / 2, fragments);
    }

    private static void Narrow(VethPair pair, params string[] addresses)
    {
        string[] namespaces = [pair.Left, pair.Right];
        for (int i = 0; i < 2; i++)
        {
            VethPair.In(namespaces[i], "ip", "link", "set", "veth0", "mtu", $"{Mtu}");
            if (addresses.Length == 0)
                continue;
            VethPair.In(namespaces[i], "sysctl", "-qw", "net.ipv6.conf.veth0.disable_ipv6=0");
            VethPair.In(namespaces[i], "ip", "address", "add", addresses[i] + "/64", "dev", "veth0", "nodad");
        }
    }

    private static Socket Bound(string name, string address, int port) => VethPair.Inside(name, () =>
    {
        var local = IPAddress.Parse(address);
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(local, port));
        return socket;
    });

    // Ethernet, then IPv4 with more to come or an offset, or IPv6 with the fragment header.
    private static bool IsFragment(byte[] frame) => frame[12] == 0x08 ? frame[13] == 0 && ((frame[20] & 0x3f) | frame[21]) != 0 : frame[12] == 0x86 && frame[20] == 44;
}
