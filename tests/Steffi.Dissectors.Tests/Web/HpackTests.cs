using Steffi.Plugins.Dissectors.Web;

namespace Steffi.Dissectors.Tests;

public class HpackTests
{
    // RFC 7541, C.3 and C.4: three requests on one connection, without and with Huffman coding.
    [Theory]
    [InlineData("828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865", "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_of_the_rfc(params string[] blocks)
    {
        var decoder = new HpackDecoder();
        Assert.Equal([":method GET", ":scheme http", ":path /", ":authority www.example.com"], Fields(decoder, blocks[0]));
        Assert.Equal([":method GET", ":scheme http", ":path /", ":authority www.example.com", "cache-control no-cache"], Fields(decoder, blocks[1]));
        Assert.Equal([":method GET", ":scheme https", ":path /index.html", ":authority www.example.com", "custom-key custom-value"], Fields(decoder, blocks[2]));
    }

    [Fact]
    public void Answers_of_the_rfc_with_a_small_table()
    {
        // C.6, whose table of 256 bytes is announced by an update before the first block.
        var decoder = new HpackDecoder();
        Assert.Equal(
            [":status 302", "cache-control private", "date Mon, 21 Oct 2013 20:13:21 GMT", "location https://www.example.com"],
            Fields(decoder, "3fe101" + "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        Assert.Equal(
            [":status 307", "cache-control private", "date Mon, 21 Oct 2013 20:13:21 GMT", "location https://www.example.com"],
            Fields(decoder, "4883640effc1c0bf"));
        Assert.Equal(
            [
                ":status 200", "cache-control private", "date Mon, 21 Oct 2013 20:13:22 GMT", "location https://www.example.com", "content-encoding gzip",
                "set-cookie foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            ],
            Fields(decoder, "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"));
    }

    [Theory]
    [InlineData("ff")]                   // an index that is cut
    [InlineData("ffffffffffffffff0f")]   // and one without end
    [InlineData("be")]                   // of a table that is empty
    [InlineData("4003616263")]           // a name without its value
    [InlineData("0083ffffff00")]         // Huffman's end inside of a string
    public void Broken_blocks_are_refused(string block) =>
        Assert.False(new HpackDecoder().TryDecode(Convert.FromHexString(block), []));

    private static IEnumerable<string> Fields(HpackDecoder decoder, string block)
    {
        var fields = new List<(string Name, string Value)>();
        Assert.True(decoder.TryDecode(Convert.FromHexString(block), fields));
        return fields.Select(field => $"{field.Name} {field.Value}");
    }
}
