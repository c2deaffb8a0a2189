using Steffi.Flows;
using Steffi.Plugins.Ebpf;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Ebpf.Tests;

/// <summary>What counting in the kernel cannot do is refused in one line that names who can, and he serves a request that leaves the type open.</summary>
public class RefusalTests
{
    public static TheoryData<string, FlowTableOptions, int, string> Refused => new()
    {
        { "ebpf", new FlowTableOptions { ReassembleTCP = true }, 0, "ebpf has no ReassembleTCP: not every segment reaches this process; afpacket and pcap have it" },
        { "hybrid", new FlowTableOptions { ReassembleTCP = true }, 0, "hybrid has no ReassembleTCP: not every segment reaches this process; afpacket and pcap have it" },
        { "ebpf", new FlowTableOptions(), 10, "ebpf has no SamplingRate: it counts every packet; afpacket and pcap have it" },
        { "hybrid", new FlowTableOptions(), 10, "hybrid has no SamplingRate: it counts every packet; afpacket and pcap have it" },
        { "ebpf", new FlowTableOptions { RawPacketLimit = 5 }, 0, "ebpf has no RawPacketLimit: packets are counted, not kept; hybrid has it up to 64, afpacket and pcap have any" },
        { "hybrid", new FlowTableOptions { RawPacketLimit = 65 }, 0, "hybrid has no RawPacketLimit beyond the first 64 packets of a flow; afpacket and pcap have it" },
        { "hybrid", new FlowTableOptions { RawPacketLimit = -1 }, 0, "hybrid has no RawPacketLimit beyond the first 64 packets of a flow; afpacket and pcap have it" },
        { "ebpf", new FlowTableOptions { ExtraLayers = new HashSet<string> { "DNS" } }, 0, "ebpf has no ExtraLayers: payload does not reach this process; hybrid, afpacket and pcap have them" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_says_who_can(string type, FlowTableOptions flows, int samplingRate, string reason)
    {
        Needs.RootAndLibbpf();
        using var graph = new Graph();
        var catalog = new CaptureCatalog();
        catalog.Add(static () => new EbpfCapture());
        catalog.Add(static () => new HybridCapture());
        catalog.Add(static () => new AFPacketCapture());
        await using var host = new CaptureHost(graph, catalog, new CaptureHostOptions { Compile = static _ => static view => view.Nodes });
        var request = new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", Type = type, Flows = flows, SamplingRate = samplingRate };
        Assert.Equal(reason, Assert.Throws<CaptureRefusedException>(() => host.Create(request)).Message);
        host.Create(request with { Type = null });
    }

    [Fact]
    public void What_they_can_do_is_not_refused()
    {
        Needs.RootAndLibbpf();
        var request = new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", SamplingRate = 1, BPFFilter = "tcp", HeaderSize = 128, Flows = new FlowTableOptions { IPDefrag = true, ExtraTCPMetric = true } };
        Assert.Null(new EbpfCapture().Refuses(request));
        Assert.Null(new HybridCapture().Refuses(request with { Flows = request.Flows with { RawPacketLimit = 64, ExtraLayers = new HashSet<string> { "DNS" } } }));
    }
}
