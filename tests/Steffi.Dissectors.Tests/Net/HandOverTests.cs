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

    [Theory]
    [InlineData(1, "TLS")]
    [InlineData(0, "RDP")]
    public void Remote_desktops_change_to_TLS_where_the_server_chose_it(byte chosen, string application)
    {
        string ask = "\u0003\0\0\u0024\u001f\u00e0\0\0\0\0\0Cookie: msts=u\r\n" + "\u0001\0\u0008\0\u0003\0\0\0", answer = "\u0003\0\0\u0013\u000e\u00d0\0\0\0\0\0\u0002\0\u0008\0" + (char)chosen + "\0\0\0";
        ask = ask[..3] + (char)ask.Length + ask[4..];
        var talk = Talk(3389).Say(true, 1, ask).Say(false, 1, answer).Say(true, 1 + (uint)ask.Length, hello);
        Assert.Equal(application + " msts=u", $"{talk.Application} {talk.Fields["RDP.Cookie"].AsString()}");
        Assert.Equal(chosen == 1 ? "example.com" : "", talk.Fields["TLS.SNI"] is { IsNull: false } name ? name.AsString() : "");
    }

    [Theory]
    [InlineData("\u0020\0\0\u0001\u0085\u00ae\u00ff\u0019\0\0\0\u0001\u00ff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "TLS")]
    [InlineData("\u0024\0\0\u0001\u0085\u00a6\u00ff\u0019\0\0\0\u0001\u00ff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0root", "MySQL")]
    public void Databases_change_to_TLS_where_the_client_asks_for_it(string reply, string application)
    {
        string greeting = "\u0010\0\0\0\n8.0.33\0" + "12345678";
        var talk = Talk(3306).Say(false, 1, greeting).Say(true, 1, reply).Say(true, 1 + (uint)reply.Length, hello);
        Assert.Equal(application + " 8.0.33", $"{talk.Application} {talk.Fields["MySQL.Server"].AsString()}");
    }

    [Fact]
    public void A_server_may_agree_to_SSL_2()
    {
        var talk = Talk(443).Say(true, 1, "\u0080\u001c\u0001\u0003\u0001\0\u0003\0\0\0\u0010\u0007\0\u00c0" + new string('r', 16));
        Assert.Equal("TLSv1", talk.Fields["TLS.Version"].AsString());
        Assert.Equal("SSLv2", talk.Say(false, 1, "\u0080\u000b\u0004\0\u0001\0\u0002\0\0\0\u0003\0\0").Fields["TLS.Version"].AsString());
    }

    [Fact]
    public void A_damaged_record_before_a_handshake_of_DTLS_is_passed_over()
    {
        byte[] body = [0xfe, 0xfd, .. new byte[32], 0, 0, 0, 2, 0xc0, 0x2b, 1, 0], fragment = [1, 0, 0, (byte)body.Length, 0, 0, 0, 0, 0, 0, 0, (byte)body.Length, .. body];
        byte[] record = [22, 0xfe, 0xff, .. new byte[9], (byte)fragment.Length, .. fragment], damaged = [.. record];
        damaged[12] = 7;
        var talk = new DatagramTalk(new FlowClassifier(AllDissectors.Make()), 8801).Say(true, damaged);
        Assert.Null(talk.Application);
        Assert.Equal("DTLS DTLSv1.2", $"{talk.Say(true, record).Application} {talk.Fields["DTLS.Version"].AsString()}");
    }

    private static TcpTalk Talk(ushort port) => new(new FlowClassifier(AllDissectors.Make()), port);

    private static string Record(byte[] handshake) =>
        Encoding.Latin1.GetString([22, 3, 1, (byte)(handshake.Length >> 8), (byte)handshake.Length, .. handshake]);
}
