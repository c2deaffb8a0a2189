using System.Text;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>The optional forms of HTTP/1.</summary>
public class HttpTests
{
    [Theory]
    [InlineData("get /x HTTP/1.0\r\n\r\n", """{"Method":"get","Path":"/x"}""")]
    [InlineData("BASELINE-CONTROL /x HTTP/1.1\r\nhOST : a\r\n\r\n", """{"Host":"a","Method":"BASELINE-CONTROL","Path":"/x"}""")]
    [InlineData("\r\n\r\nGET   /a b  HTTP/1.1\n\n", """{"Method":"GET","Path":"/a b"}""")]
    [InlineData("GET http://u@h:8/p?q HTTP/1.1\r\n\r\n", """{"Host":"u@h:8","Method":"GET","Path":"http://u@h:8/p?q"}""")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost:\r\n folded.example\r\nUser-Agent: a\r\n\t b\r\n  c\r\n\r\n", """{"Host":"folded.example","Method":"OPTIONS","Path":"*","UserAgent":"a b c"}""")]
    [InlineData("GET /old\r\n", """{"Method":"GET","Path":"/old"}""")]
    public void A_request_may_look_like(string text, string fields) =>
        Assert.Equal(fields, Talk().Say(true, 1, text).Fields["HTTP"].ToString());

    [Theory]
    [InlineData("GET x\r\n")]
    [InlineData("a b SIP/2.0\r\n")]
    [InlineData("(x) / HTTP/1.1\r\n")]
    [InlineData("hello world\r\n")]
    public void A_line_that_is_none(string text) => Assert.Null(Talk().Say(true, 1, text).End().Application);

    [Theory]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200)]
    [InlineData("HTTP/1.0  404 Not Found\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 206 x\r\n\r\n", 206)]
    public void An_answer_may_look_like(string text, int status) =>
        Assert.Equal(status, Talk().Say(false, 1, text).Fields["HTTP.Status"].AsInt());

    [Fact]
    public void An_interim_answer_alone_is_enough_to_name_it() =>
        Assert.Equal("HTTP", Talk().Say(false, 1, "HTTP/1.1 100 Continue\r\n\r\n").Application);

    [Fact]
    public void Line_ends_that_a_body_did_not_count_are_passed_over()
    {
        const string Answer = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n";
        var talk = Talk().Say(true, 1, "GET /1 HTTP/1.0\r\n\r\n").Say(false, 1, Answer).Say(true, 20, "GET /2 HTTP/1.0\r\n\r\n").Say(false, 1 + (uint)Answer.Length, Answer);
        Assert.Equal("/2 200", $"{talk.Fields["HTTP.Further.Path"].AsList()[0].AsString()} {talk.Fields["HTTP.Further.Status"].AsList()[0]}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_connection_that_changes_to_HTTP2_is_read_on(bool prefaceFirst)
    {
        string ask = "GET /up HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n", change = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n";
        // Settings, then the headers of stream 3: GET, /, an authority, all from the static table or literal.
        string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(4, 0, 0, "") + Frame(1, 5, 3, "\u0082\u0084\u0041\u0001a");
        // An interim answer of stream 1, its final one, and a frame of a type that nobody knows.
        string answers = Frame(4, 0, 0, "") + Frame(0x5b, 0, 0, "grease") + Frame(1, 4, 1, "\u0008\u0003103") + Frame(1, 5, 1, "\u0088");
        var talk = Talk().Say(true, 1, ask);
        talk = prefaceFirst
            ? talk.Say(true, 1 + (uint)ask.Length, preface).Say(false, 1, change)
            : talk.Say(false, 1, change).Say(true, 1 + (uint)ask.Length, preface);
        talk.Say(false, 1 + (uint)change.Length, answers);
        Assert.Equal("HTTP2", talk.Application);
        Assert.Equal("/up", talk.Fields["HTTP.Path"].AsString());
        Assert.Equal("""{"Further":[{"Status":200}],"Host":"a","Method":"GET","Path":"/"}""", talk.Fields["HTTP2"].ToString());
    }

    private static TcpTalk Talk() => new(new FlowClassifier(AllDissectors.Make()));

    private static string Frame(byte type, byte flags, byte stream, string content) =>
        Encoding.Latin1.GetString([0, 0, (byte)content.Length, type, flags, 0, 0, 0, stream]) + content;
}
