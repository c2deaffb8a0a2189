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
    public async Task Without_the_privilege_the_node_says_which_is_missing_and_the_next_type_serves_who_asked_for_none(string type, string message)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to give it up");
        using var graph = new Graph();
        graph.Write(t => t.AddNode(Metadata.Of(("Name", "lo"), ("Type", "device"), ("IfIndex", 1), ("NetNS", 1))));
        var catalog = new CaptureCatalog();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        PacketCapture real = type == "pcap" ? new PcapCapture() : new AFPacketCapture();
        catalog.Add(new FakeType("plain") { Do = context => { Unprivileged.Run(() => real.RunAsync(context, enough.Token).GetAwaiter().GetResult()); return Task.CompletedTask; } }.Make);
        catalog.Add(new FakeType("next", preference: 5).Make);
        await using var host = Captures.HostOf(graph, catalog);
        await host.StartAsync();
        host.Create(Captures.Of("G.V()", "plain"));
        host.Create(Captures.Of("G.V()"));
        string[] expected = [$"backingoff plain  {nameof(NotSupportedException)}: {message}", $"active next plain: {message} "];
        await Until.True("the messages", () => Shown().SequenceEqual(expected), otherwise: () => string.Join('\n', Shown()));

        // What is not there is an empty text.
        IEnumerable<string> Shown() => graph.Live.Nodes.First()["Captures"] is not { Kind: ValueKind.List } list ? []
            : list.AsList().Select(one => one.AsMap()).Select(one => string.Join(' ', ((string[])["State", "Type", "Message", "Error"]).Select(key => one[key].IsNull ? "" : one[key].AsString()))).OrderDescending();
    }
}
