using Steffi.Flows;
using Steffi.Plugins.Ebpf;
using Steffi.Plugins.Pcap;
using static Steffi.Ebpf.Tests.Frames;

namespace Steffi.Ebpf.Tests;

/// <summary>Captures of the types ebpf, hybrid and pcap run on one interface at once, and have the same flows.</summary>
public class SameAsPcapTests
{
    private const string A = "10.1.0.1", B = "10.1.0.2", A6 = "fd00::1", B6 = "fd00::2";

    [Theory]
    [InlineData(LayerKeyMode.L2)]
    [InlineData(LayerKeyMode.L3)]
    public async Task Packet_for_packet_and_byte_for_byte(LayerKeyMode mode)
    {
        Needs.Tool("ping", "iputils-ping");
        using var pair = new VethPair(addressed: true);
        using var left = PacketSocket.Open(pair.Left, "veth0", receives: false);
        var options = new FlowTableOptions { LayerKeyMode = mode };
        await using var pcap = new RunningCapture(new PcapCapture(), pair.Right, "veth0", options);
        await using var ebpf = new RunningCapture(new EbpfCapture(), pair.Right, "veth0", options, settings: ("drain.ms", "50"));
        await using var hybrid = new RunningCapture(new HybridCapture(), pair.Right, "veth0", options, settings: ("drain.ms", "70"));
        RunningCapture[] all = [pcap, ebpf, hybrid];
        foreach (var capture in all)
            await capture.StartedAsync();

        VethPair.In(pair.Left, "ping", "-c", "3", "-i", "0.01", "-W", "5", "10.9.8.2");
        using (var connection = await Connection.OpenAsync(pair, 7790))
        {
            await connection.SendAsync(100_000);
            await Connection.PassAsync(connection.Server, connection.Client, new byte[20_000]);
        }
        byte[] inner = Ethernet(IPv4(Tcp(1000, 22, Ack, payload: new byte[60]), "192.168.0.1", "192.168.0.2", 6), 11, 12);
        byte[] datagram = Udp(9, 10, new byte[2000]);
        byte[][] frames =
        [
            Ethernet(IPv4(Udp(5, 6, new byte[50]), A, B, 17, options: 8), 1, 2),
            Ethernet(IPv6(Udp(5, 6, new byte[51]), A6, B6, 17), 1, 2, 0x86dd),
            Ethernet(IPv6(Extension(17, Udp(5, 7, new byte[52])), A6, B6, 60), 1, 2, 0x86dd),
            Ethernet(IPv6(Icmp(128, 0, 78, 1), A6, B6, 58), 1, 2, 0x86dd),
            Ethernet(IPv4(Sctp(7, 8), A, B, 132), 1, 2),
            Tagged(Ethernet(IPv4(Udp(5, 8, new byte[53]), A, B, 17), 1, 2), 100),
            Tagged(Tagged(Ethernet(IPv4(Udp(5, 9, new byte[54]), A, B, 17), 1, 2), 30), 20, 0x88a8),
            Ethernet(IPv4(datagram[..1480], A, B, 17, id: 5, fragment: 0x2000), 1, 2),
            Ethernet(IPv4(datagram[1480..], A, B, 17, id: 5, fragment: 185), 1, 2),
            Ethernet(IPv4(Udp(50_001, 4789, Vxlan(42, inner)), A, B, 17), 1, 2),
            Ethernet(IPv4(Udp(50_002, 6081, Geneve(44, inner, options: 12)), A, B, 17), 1, 2),
            Ethernet(IPv4(Gre(inner, 0x6558, key: 78), A, B, 47), 1, 2),
            Ethernet(IPv4(Udp(50_003, 4789, Vxlan(1, Ethernet(IPv4(Gre(inner, 0x6558), "10.2.0.1", "10.2.0.2", 47), 21, 22))), A, B, 17), 1, 2),
            Ethernet(Arp(1, 2), 1, 0xff, 0x0806),
        ];
        for (int i = 0; i < 3; i++)
            foreach (byte[] frame in frames)
                left.Send(frame);
        // Another router's link addresses: in mode L3 the same flow.
        left.Send(Ethernet(IPv4(Udp(5, 6, new byte[50]), A, B, 17, options: 8), 3, 4));

        // pcap hands packets over a little later than they pass.
        long expected = 0;
        for (int i = 0; i < 250 && (expected == 0 || Array.Exists(all, capture => Packets(capture) < expected)); i++)
        {
            await Task.Delay(20);
            expected = Math.Max(expected, all.Max(Packets));
        }
        foreach (var capture in all)
            await capture.StopAsync();
        string[] whole = Facts(pcap);
        Assert.Equal(mode == LayerKeyMode.L2 ? 2 : 1, pcap.Table.Flows.Count(flow => flow.Transport is { A: 5, B: 6 } && flow.Network!.A == A));
        Assert.Equal(whole, Facts(ebpf));
        Assert.Equal(whole, Facts(hybrid));
    }

    private static long Packets(RunningCapture capture) => capture.Table.Flows.Sum(flow => flow.Metric.ABPackets + flow.Metric.BAPackets);

    private static string[] Facts(RunningCapture capture)
    {
        var flows = capture.Table.Flows;
        var parents = flows.ToDictionary(flow => flow.UUID, flow => flow.TrackingID);
        return [.. flows.Select(flow => string.Join(' ', flow.TrackingID, flow.L3TrackingID, $"{flow.Metric.ABPackets}/{flow.Metric.ABBytes} {flow.Metric.BAPackets}/{flow.Metric.BABytes}",
            flow.FinishType, flow.ParentUUID is { } parent ? "in " + parents[parent] : "", flow.LayersPath, flow.Application, flow.Link, flow.Network, flow.Transport, flow.ICMP)).Order(StringComparer.Ordinal)];
    }
}
