using System.Text;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

public class HandOverTests
{
    private static readonly string hello = Record(SealedInitial.RfcHello);

    [Fact]
    public void Mail_becomes_TLS_after_STARTTLS()
    {
        var talk = Talk(25).Say(false, 1, "220 mail ESMTP\r\n").Say(true, 1, "EHLO me\r\n").Say(false, 17, "250 STARTTLS\r\n").Say(true, 10, "STARTTLS\r\n");
        Assert.Equal("SMTP", talk.Application);
        talk.Say(false, 31, "220 go\r\n").Say(true, 20, hello);
        Assert.Equal("TLS", talk.Application);
        Assert.Equal("example.com", talk.Fields["TLS.SNI"].AsString());
        Assert.Equal("220 mail ESMTP", talk.Fields["SMTP.Greeting"].AsString());
    }

    [Fact]
    public void A_proxy_that_refuses_stays_a_proxy()
    {
        var talk = Talk(8080).Say(true, 1, "CONNECT x:443 HTTP/1.1\r\n\r\n").Say(false, 1, "HTTP/1.1 407 No\r\n\r\n");
        Assert.Equal("HTTP", talk.Application);
        Assert.Equal(407, talk.Fields["HTTP.Status"].AsInt());
        Assert.False(talk.WantsMore);
    }

    [Fact]
    public void A_proxy_header_hands_over_at_once()
    {
        var talk = Talk(80).Say(true, 1, "PROXY TCP4 192.0.2.1 192.0.2.2 4000 80\r\nGET /x HTTP/1.1\r\nHost: h:81\r\n\r\n");
        Assert.Equal("HTTP", talk.Application);
        Assert.Equal("/x", talk.Fields["HTTP.Path"].AsString());
        Assert.Equal("h:81", talk.Fields["HTTP.Host"].AsString());
    }

    [Fact]
    public void A_hello_over_records_and_segments_in_disorder_is_read()
    {
        string records = Record(SealedInitial.RfcHello[..50]) + Record(SealedInitial.RfcHello[50..]);
        var talk = Talk(4433).Syn(true, 0).Say(true, 101, records[100..]).Say(true, 1, records[..100]);
        Assert.Equal("TLS", talk.Application);
        Assert.Equal("example.com", talk.Fields["TLS.SNI"].AsString());
    }

    [Fact]
    public void A_hello_that_was_cut_gives_its_name_when_the_flow_ends()
    {
        var talk = Talk(443).Say(true, 1, hello[..120]).End();
        Assert.Equal("TLS", talk.Application);
        Assert.Equal("example.com", talk.Fields["TLS.SNI"].AsString());
        Assert.True(talk.Fields["TLS.JA4"].IsNull);
    }

    [Fact]
    public void An_interim_answer_is_passed_over()
    {
        var talk = Talk(80).Say(true, 1, "POST / HTTP/1.1\r\n\r\n").Say(false, 1, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nContent-Type: text/x\r\n\r\n");
        Assert.Equal("""{"ContentType":"text/x","Method":"POST","Path":"/","Status":201}""", talk.Fields["HTTP"].ToString());
    }

    private static TcpTalk Talk(ushort port) => new(new FlowClassifier(AllDissectors.Make()), port);

    private static string Record(byte[] handshake) =>
        Encoding.Latin1.GetString([22, 3, 1, (byte)(handshake.Length >> 8), (byte)handshake.Length, .. handshake]);
}
