using Steffi.Netlink;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>What cannot be done, and what is said of it.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("afpacket")]
    [InlineData("pcap")]
    [InlineData("bpf-session")]
    [InlineData(null)]
    public async Task A_filter_that_is_none_is_refused_with_libpcaps_words(string? type)
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        using var graph = new Graph();
        var catalog = new CaptureCatalog();
        catalog.Add(() => new AFPacketCapture());
        catalog.Add(() => new PcapCapture());
        catalog.Add(() => new BpfSessionCapture());
        await using var host = Captures.HostOf(graph, catalog);
        var error = Assert.Throws<CaptureRefusedException>(() => host.Create(Captures.Of("G.V()", type, filter: "tcp prot 443")));
        Assert.StartsWith("BPFFilter 'tcp prot 443': ", error.Message, StringComparison.Ordinal);
        Assert.Contains("syntax error", error.Message, StringComparison.Ordinal);
        host.Create(Captures.Of("G.V()", type, filter: "tcp port 443"));
    }

    [Theory]
    [InlineData("afpacket", "socket(AF_PACKET) on lo: EPERM, needs CAP_NET_RAW")]
    [InlineData("pcap", "pcap_activate on lo: EPERM, needs CAP_NET_RAW")]
    public async Task Without_the_privilege_the_node_says_which_is_missing(string type, string message)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to give it up");
        using var graph = new Graph();
        graph.Write(t => t.AddNode(Metadata.Of(("Name", "lo"), ("Type", "device"), ("IfIndex", 1), ("NetNS", 1))));
        var catalog = new CaptureCatalog();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        PacketCapture real = type == "pcap" ? new PcapCapture() : new AFPacketCapture();
        catalog.Add(new FakeType("plain") { Do = context => { Unprivileged.Run(() => real.RunAsync(context, enough.Token).Wait()); return Task.CompletedTask; } }.Make);
        await using var host = Captures.HostOf(graph, catalog);
        await host.StartAsync();
        host.Create(Captures.Of("G.V()"));
        var expected = $"{nameof(KernelCallException)}: {message}";
        await Until.True("the message", () => graph.Live.Nodes.First()["Captures"] is { Kind: ValueKind.List } list && list.AsList()[0].AsMap()["Error"] == expected,
            otherwise: () => graph.Live.Nodes.First()["Captures"]);
    }
}
