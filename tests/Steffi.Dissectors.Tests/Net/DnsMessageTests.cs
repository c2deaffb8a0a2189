using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

public class DnsMessageTests
{
    private static readonly byte[] question = [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 1, 0, 1];

    [Fact]
    public void A_question_is_read()
    {
        var map = Read(question);
        Assert.Equal("""[{"class":"IN","name":"a.bc","type":"A"}]""", map["questions"].ToString());
        Assert.True(map["RD"].AsBool());
        Assert.Equal(0x1234, map["ID"].AsInt());
        Assert.True(map["QR"].IsNull);
    }

    [Fact]
    public void Names_that_point_elsewhere_are_followed()
    {
        byte[] answer = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question[12..], 0xc0, 14, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, (byte)'x', 0xc0, 12];
        Assert.Equal(
            """[{"TTL":9,"c_name":"x.a.bc","class":"IN","data_length":4,"name":"bc","type":"CNAME"}]""",
            Read(answer)["answers"].ToString());
    }

    [Theory]
    [InlineData(new byte[] { 0xc0, 12 })]             // to itself
    [InlineData(new byte[] { 0xc0, 14, 0xc0, 12 })]   // to each other
    [InlineData(new byte[] { 1, (byte)'a', 0xc0, 12 })]
    [InlineData(new byte[] { 0xc0, 0xff })]           // to nowhere
    [InlineData(new byte[] { 64, 0 })]                // longer than a label may be
    public void Names_in_a_circle_or_outside_are_refused(byte[] name)
    {
        byte[] broken = [.. question[..12], .. name, 0, 1, 0, 1];
        Assert.True(Read(broken)["questions"].IsNull);
        Assert.True(DnsMessage.TryRead(broken, out var dns));
        Assert.False(dns.IsPlausible);
    }

    [Fact]
    public void What_a_cut_message_still_says_is_kept()
    {
        byte[] answer = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0, .. question[12..], 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1, 0xc0, 12, 0, 1];
        Assert.Equal("""[{"IP":"192.0.2.1","TTL":9,"class":"IN","data_length":4,"name":"a.bc","type":"A"}]""", Read(answer)["answers"].ToString());
    }

    [Fact]
    public void Zeros_and_text_are_no_message()
    {
        foreach (var bytes in new[] { new byte[64], "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray() })
            Assert.False(DnsMessage.TryRead(bytes, out var dns) && dns.IsPlausible);
    }

    private static Metadata Read(byte[] message)
    {
        Assert.True(DnsMessage.TryRead(message, out var dns));
        return dns.ToMetadata(time: 0);
    }
}
