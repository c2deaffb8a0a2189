using Steffi.Flows;
using Steffi.Plugins.Pcap;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>A tcpdump expression on frames that are captured already.</summary>
public sealed class PacketFilterTests
{
    [Theory]
    [InlineData("udp", true)]
    [InlineData("udp port 4000 and host 10.0.0.9", true)]
    [InlineData("udp port 4001", false)]
    [InlineData("tcp", false)]
    [InlineData("ether src 02:00:00:00:00:09", true)]
    public void It_passes_what_tcpdump_would(string expression, bool passes)
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        var filter = Catalog().CompileFilter(expression);
        Assert.Equal(passes, filter.Matches(new Frame(FrameSender.Udp(4000), 1)));
        Assert.False(filter.Matches(new Frame(FrameSender.Udp(4000).AsSpan(0, 9), 1, LinkType.Ethernet, 46)));
        // Bare IP has no link addresses.
        Assert.Equal(passes && !expression.StartsWith("ether", StringComparison.Ordinal), filter.Matches(new Frame(FrameSender.Udp(4000).AsSpan(14), 1, LinkType.Raw)));
    }

    [Fact]
    public void A_bad_expression_is_told_in_libpcaps_words()
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        Assert.Contains("syntax error", Assert.Throws<ArgumentException>(() => Catalog().CompileFilter("tcp prot 443")).Message, StringComparison.Ordinal);
    }

    private static CaptureCatalog Catalog()
    {
        var catalog = new CaptureCatalog();
        catalog.Add(() => new PcapCapture());
        return catalog;
    }
}
