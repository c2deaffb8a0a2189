using Steffi.Flows;
using Steffi.Plugins.Pcap;

namespace Steffi.Capture.Tests;

/// <summary>tcpdump expressions on frames that are there already.</summary>
public class PacketFilterTests
{
    // Ethernet, IPv4 10.0.0.1 to 10.0.0.2, UDP 1000 to 53.
    private static readonly byte[] Question = Convert.FromHexString("0200000000020200000000010800" + "4500001c00010000401100000a0000010a000002" + "03e8003500080000");

    [Theory]
    [InlineData("udp port 53", true)]
    [InlineData("udp and src host 10.0.0.1 and greater 42", true)]
    [InlineData("greater 60", false)]
    [InlineData("tcp", false)]
    [InlineData("", true)]
    public void Frames_pass_as_in_tcpdump(string expression, bool passes)
    {
        var filter = Compile(expression);
        Assert.Equal(passes, filter.Matches(new Frame(Question, 0)));
        Assert.Equal(passes || expression.Contains("60", StringComparison.Ordinal), filter.Matches(new Frame(Question, 0, LinkType.Ethernet, 100)));
    }

    [Fact]
    public void Each_link_type_has_its_own_program()
    {
        var filter = Compile("udp port 53");
        Assert.True(filter.Matches(new Frame(Question.AsSpan(14), 0, LinkType.Raw)));
        Assert.False(filter.Matches(new Frame(Question.AsSpan(14), 0)));
        Assert.False(Compile("ether host 02:00:00:00:00:01").Matches(new Frame(Question.AsSpan(14), 0, LinkType.Raw)));
        Assert.False(filter.Matches(new Frame(default, 0)));
        Assert.False(filter.Matches(new Frame(Question, 0, (LinkType)9999)));
    }

    [Fact]
    public void A_bad_expression_is_refused_in_libpcaps_words()
    {
        Compile("tcp");
        Assert.Contains("syntax error", Assert.Throws<ArgumentException>(() => new PacketFilter("tcp port")).Message, StringComparison.Ordinal);
    }

    private static PacketFilter Compile(string expression)
    {
        Assert.SkipWhen(Libpcap.Missing is not null, Libpcap.Missing ?? "");
        return new PacketFilter(expression);
    }
}
