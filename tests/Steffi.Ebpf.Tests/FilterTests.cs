using System.Text;
using Steffi.Plugins.Ebpf;
using Steffi.Plugins.Pcap;
using Steffi.Probes;
using static Steffi.Ebpf.Tests.Frames;

namespace Steffi.Ebpf.Tests;

/// <summary>A filter lets the same packets be counted in the kernel that a socket with it gets.</summary>
public class FilterTests
{
    private const string A = "10.1.0.1", B = "10.1.0.2", A6 = "fd00::1", B6 = "fd00::2";

    [Theory]
    [InlineData("tcp port 80", 1)]
    [InlineData("udp and src port 6000", 1)]
    [InlineData("port 80 or port 53", 3)]
    [InlineData("not (tcp or udp)", 4)]
    [InlineData("host 10.1.0.2 and not tcp", 5)]
    [InlineData("ip6", 2)]
    [InlineData("ip6 and tcp dst port 22", 1)]
    [InlineData("tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", 1)]
    [InlineData("vlan", 2)]
    [InlineData("vlan 100", 1)]
    [InlineData("vlan 100 and udp port 7", 1)]
    [InlineData("vlan 20 and vlan 30", 1)]
    [InlineData("udp and not vlan", 3)]
    [InlineData("arp or icmp[icmptype] = icmp-echo", 2)]
    [InlineData("ip[6:2] & 0x1fff = 0 and len > 400", 1)]
    [InlineData("ether src 02:00:00:00:00:02", 3)]
    public async Task As_a_socket_with_it(string filter, int atLeast)
    {
        using var both = new BothWays(addressed: true, filter: filter);
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Syn), A, B, 6), 1, 2));
        both.Send(Ethernet(IPv4(Tcp(80, 4000, Syn | Ack), B, A, 6), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Tcp(4000, 80, Ack, payload: new byte[500]), A, B, 6), 1, 2));
        both.Send(Ethernet(IPv4(Udp(5000, 53, new byte[30]), A, B, 17), 1, 2));
        both.Send(Ethernet(IPv4(Udp(53, 5000, new byte[90]), B, A, 17), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Udp(6000, 53, new byte[30]), A, B, 17), 1, 2));
        both.Send(Ethernet(IPv4(Udp(6000, 6001, new byte[30]), A, B, 17), 1, 2));
        both.Send(Ethernet(IPv4(Icmp(8, 0, 77, 1), A, B, 1), 1, 2));
        both.Send(Ethernet(IPv4(Icmp(0, 0, 77, 1), B, A, 1), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(new byte[40], A, B, 89), 1, 2));
        both.Send(Ethernet(IPv6(Tcp(4001, 22, Syn), A6, B6, 6), 1, 2, 0x86dd));
        both.Send(Ethernet(IPv6(Icmp(128, 0, 78, 1), A6, B6, 58), 1, 2, 0x86dd));
        both.Send(Ethernet(Arp(1, 2), 1, 0xff, 0x0806));
        both.Send(Tagged(Ethernet(IPv4(Udp(7, 8, new byte[50]), A, B, 17), 1, 2), 100));
        both.Send(Tagged(Tagged(Ethernet(IPv4(Udp(9, 8, new byte[50]), A, B, 17), 1, 2), 30), 20));
        both.Turn();
        using (var connection = await Connection.OpenAsync(both.Pair, 80))
            await Connection.PassAsync(connection.Client, connection.Server, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
        await Task.Delay(50);
        Assert.InRange(both.AssertSame().Count, atLeast, 15);
    }

    [Fact]
    public void By_clsact_too()
    {
        using var both = new BothWays(hook: Bpf.HookKind.Clsact, filter: "port 53 or vlan 9");
        both.Send(Tagged(Ethernet(IPv4(Udp(5, 6, new byte[50]), A, B, 17), 1, 2), 9));
        both.Send(Ethernet(IPv4(Udp(6, 5, new byte[20]), B, A, 17), 2, 1), isBack: true);
        both.Send(Ethernet(IPv4(Udp(53, 5, new byte[20]), B, A, 17), 2, 1), isBack: true);
        Assert.Equal(2, both.AssertSame().Count);
    }

    [Fact]
    public async Task Captures_of_all_types_have_the_same_flows()
    {
        using var pair = new VethPair(addressed: true);
        PacketCapture[] types = [new PcapCapture(), new EbpfCapture(), new HybridCapture()];
        var running = types.Select(type => new RunningCapture(type, pair.Right, "veth0", filter: "tcp port 8080 or icmp")).ToList();
        foreach (var capture in running)
            await capture.StartedAsync();
        foreach (int port in new[] { 8080, 8081 })
        {
            using var connection = await Connection.OpenAsync(pair, port);
            await Connection.PassAsync(connection.Client, connection.Server, new byte[5000]);
        }
        VethPair.In(pair.Left, "ping", "-q", "-c", "3", "-i", "0.01", "10.9.8.2");
        await Task.Delay(300);
        foreach (var capture in running)
            await capture.StopAsync();
        string[][] facts = [.. running.Select(capture => capture.Tables(1).Flows.Select(flow =>
            $"{flow.TrackingID} {flow.Metric.ABPackets}/{flow.Metric.ABBytes} {flow.Metric.BAPackets}/{flow.Metric.BABytes}").Order(StringComparer.Ordinal).ToArray())];
        Assert.Equal(2, facts[0].Length);
        Assert.Equal(facts[0], facts[1]);
        Assert.Equal(facts[0], facts[2]);
        foreach (var capture in running)
            await capture.DisposeAsync();
    }

    [Fact]
    public void One_that_is_none_is_refused_in_the_words_of_libpcap()
    {
        Needs.RootAndLibbpf();
        var request = new CaptureRequest { ID = "c", GremlinQuery = "G.V()", BPFFilter = "tcp porty 80" };
        string? words = new PcapCapture().Refuses(request);
        Assert.NotNull(words);
        Assert.Equal(words, new EbpfCapture().Refuses(request));
        Assert.Equal(words, new HybridCapture().Refuses(request));
        Assert.Null(new EbpfCapture().Refuses(request with { BPFFilter = "tcp port 80" }));
    }
}
