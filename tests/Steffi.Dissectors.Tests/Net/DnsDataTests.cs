using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Data of DNS records as zone files write them; the examples of RFC 4034, 5.4 and 4.3, and of RFC 3403, 6.2.</summary>
public class DnsDataTests
{
    private const string Host = "04686f7374076578616d706c6503636f6d00", Example = "076578616d706c6503636f6d00";

    [Theory]
    [InlineData(43, "ec4505012bb183af5f22588179a53b0a98631fad1a292118", "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118")]
    [InlineData(48, "0101030501020304", "257 3 5 AQIDBA==")]
    [InlineData(44, "0202abcd", "2 2 abcd")]
    [InlineData(52, "030101d2abde24", "3 1 1 d2abde24")]
    [InlineData(51, "0100000a04aabbccdd", "1 0 10 aabbccdd")]
    [InlineData(51, "0100000000", "1 0 0 -")]
    [InlineData(46, "000105030001518040b7e8c5409069870a52" + Example + "010203", "A 5 3 86400 20040529013501 20040429023343 2642 example.com AQID")]
    [InlineData(47, Host + "0006400100000003041b000000000000000000000000000000000000000000000000000020", "host.example.com A MX RRSIG NSEC TYPE1234")]
    [InlineData(35, "0064000a0175074532552b7369700e215e2e2a24217369703a6140622100", "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:a@b!\" .")]
    [InlineData(256, "000a00016674703a2f2f78", "10 1 \"ftp://x\"")]
    [InlineData(257, "0005697373756563612e6f7267", "0 issue ca.org")]
    [InlineData(65, "000100", "1 .")]
    [InlineData(64, "0002" + Example, "2 example.com")]
    [InlineData(43, "ec45", "ec45")]
    [InlineData(4711, "0102", "0102")]
    public void Data_are_written_as_in_zone_files(int type, string data, string text)
    {
        byte[] bytes = Convert.FromHexString(data);
        byte[] message =
        [
            0, 1, 0x81, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 9, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes,
        ];
        Assert.True(DnsMessage.TryRead(message, out var dns));
        Assert.Equal(text, dns.ToMetadata(0)["answers"].AsList()[0].AsMap()["data"].AsString());
        for (int cut = 12; cut < message.Length; cut++)
            Assert.True(DnsMessage.TryRead(message.AsSpan(0, cut), out var part) && part.ToMetadata(0)["answers"].IsNull);
    }
}
