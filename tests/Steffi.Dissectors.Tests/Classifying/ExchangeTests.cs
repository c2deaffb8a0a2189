using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>Flows in which more than one thing is asked and answered.</summary>
public class ExchangeTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";

    [Fact]
    public void The_first_exchange_stays_and_further_ones_are_a_list_that_is_bounded()
    {
        var fields = new FlowFields();
        for (int number = 0; number < FlowFields.MostExchanges + 5; number++)
            fields.SetExchange("X", number, Metadata.Of(("Asked", number)));
        fields.SetExchange("X", 0, Metadata.Of(("Asked", 0), ("Answered", true)));
        fields.SetExchange("X", 2, Metadata.Of(("Asked", 2), ("Answered", true)));
        var map = fields.Fields["X"].AsMap();
        Assert.Equal((0, true, FlowFields.MostExchanges - 1), (map["Asked"].AsInt(), map["Answered"].AsBool(), map["Further"].AsList().Count));
        Assert.Equal("""{"Answered":true,"Asked":2}""", map["Further"].AsList()[1].ToString());
        int version = fields.Version;
        fields.SetExchange("X", 2, Metadata.Of(("Asked", 2), ("Answered", true)));
        fields.SetExchange("X", 0, Metadata.Of(("Asked", 0), ("Answered", true)));
        Assert.Equal(version, fields.Version);
    }

    [Fact]
    public void Requests_that_do_not_wait_for_answers_belong_to_them_by_their_order()
    {
        string asked = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nPOST /3 HTTP/1.1\r\nContent-Length: 20\r\n\r\nGET /no HTTP/1.1\r\n\r\nGET /4 HTTP/1.1\r\n\r\n";
        string answered = Answer + "HTTP/1.1 204 No\r\nContent-Length: 99\r\n\r\n" + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\na;x=y\r\nHTTP/1.1 5\r\n0\r\nT: 1\r\n\r\nHTTP/1.1 404 No\r\n\r\n";
        foreach (int piece in new[] { 1, 7, 1000 })
        {
            var talk = Talk(80);
            Say(talk, true, asked, piece);
            Say(talk, false, answered, piece);
            Assert.Equal("/1 200, /2 204, /3 200, /4 404", Exchanges(talk, "Path", "Status"));
            Assert.Equal("h", talk.Fields["HTTP.Host"].AsString());
            Assert.False(talk.WantsMore);
        }
    }

    [Fact]
    public void Answers_between_requests_leave_the_flow_open_for_the_next()
    {
        var talk = Talk(80);
        for (int i = 0; i < 3; i++)
            talk.Say(true, (uint)(1 + 19 * i), $"GET /{i} HTTP/1.1\r\n\r\n").Say(false, (uint)(1 + Answer.Length * i), Answer);
        Assert.Equal("/0 200, /1 200, /2 200", Exchanges(talk, "Path", "Status"));
        Assert.True(talk.WantsMore);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 201 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")]
    public void What_has_no_end_that_is_looked_at_ends_the_looking(string answer)
    {
        var talk = Talk(80).Say(true, 1, "GET / HTTP/1.1\r\n\r\n").Say(false, 1, answer);
        Assert.True(talk.Fields["HTTP.Further"].IsNull);
        Assert.False(talk.WantsMore);
    }

    [Fact]
    public void Http_within_connect_goes_on_and_anything_else_is_handed_over()
    {
        var talk = Talk(8080).Say(true, 1, "CONNECT x:80 HTTP/1.1\r\n\r\n").Say(false, 1, "HTTP/1.1 200 OK\r\n\r\n").Say(true, 26, "GET /in HTTP/1.1\r\n\r\n").Say(false, 20, Answer);
        Assert.Equal("HTTP x:80 200, /in 200", talk.Application + " " + Exchanges(talk, "Path", "Status"));

        talk = Talk(8080).Say(true, 1, "CONNECT x:22 HTTP/1.1\r\n\r\n").Say(false, 1, "HTTP/1.1 200 OK\r\n\r\n").Say(false, 20, "SSH-2.0-OpenSSH_9\r\n");
        Assert.Equal(("SSH", "SSH-2.0-OpenSSH_9"), (talk.Application, talk.Fields["SSH.Server"].AsString()));
    }

    [Fact]
    public void Questions_are_answered_by_their_id_and_name_in_any_order()
    {
        var talk = new DatagramTalk(new FlowClassifier(AllDissectors.Make()), 53);
        talk.Say(true, Dns(1, "a")).Say(true, Dns(2, "b")).Say(true, Dns(1, "a")).Say(false, Dns(2, "b", answered: true)).Say(false, Dns(1, "a", answered: true))
            .Say(false, Dns(1, "a", answered: true)).Say(true, Dns(2, "c")).Say(false, Dns(2, "other", answered: true));
        Assert.Equal("a true, b true, c , other true", Exchanges(talk.Fields, "DNS", "questions.name", "QR"));
        Assert.Equal(4, talk.Fields["DNS.Latency"].AsInt());
        Assert.Equal(2, talk.Fields["DNS.Further"].AsList()[0].AsMap()["Latency"].AsInt());
        Assert.True(talk.WantsMore);
    }

    [Fact]
    public void Dns_over_tcp_has_as_many_messages_as_lengths()
    {
        string two = Over(Dns(1, "a")) + Over(Dns(2, "b")), answers = Over(Dns(2, "b", answered: true)) + Over(Dns(1, "a", answered: true));
        foreach (int piece in new[] { 1, 11, 1000 })
        {
            var talk = Talk(53);
            Say(talk, true, two, piece);
            Say(talk, false, answers, piece);
            Assert.Equal("a true, b true", Exchanges(talk.Fields, "DNS", "questions.name", "QR"));
        }

        static string Over(byte[] message) => System.Text.Encoding.Latin1.GetString([0, (byte)message.Length, .. message]);
    }

    [Fact]
    public void A_flow_full_of_exchanges_is_not_looked_at_again()
    {
        var talk = new DatagramTalk(new FlowClassifier(AllDissectors.Make(), new ClassifierOptions { MaxPackets = 1000 }), 53);
        for (int i = 0; i < FlowFields.MostExchanges; i++)
            talk.Say(true, Dns(i, "a")).Say(false, Dns(i, "a", answered: true));
        Assert.Equal((FlowFields.MostExchanges - 1, false), (talk.Fields["DNS.Further"].AsList().Count, talk.WantsMore));
    }

    [Theory]
    [InlineData("suricata/dns-over-http2-post.pcap", "HTTP2", "DNS.Further.questions.name", "www.google.com")]
    [InlineData("suricata/dns-over-http2-post.pcap", "HTTP2", "HTTP2.Further.Method", "POST")]
    [InlineData("zeek/sip.wireshark.pcap", "SIP", "SIP.Further.Method", "INVITE")]
    [InlineData("zeek/sip.wireshark.pcap", "SIP", "SIP.Further.Status", "480")]
    [InlineData("zeek/ntp.ntp.pcap", "NTP", "NTP.Further.Mode", "4")]
    [InlineData("zeek/http.http_09.pcap", "HTTP", "HTTP.Method", "GET")]
    [InlineData("suricata/snmp-v3-encrypted.pcap", "SNMP", "SNMP.Further.PDU", "encrypted")]
    public void Real_flows_have_further_exchanges(string capture, string application, string path, string value)
    {
        var flows = CapturedFlows.Of(ReferenceCaptures.Named(capture), out _).Where(flow => flow.Application == application);
        Assert.Contains(flows, flow => flow.Fields[path].ToString().Contains(value, StringComparison.Ordinal));
    }

    private static TcpTalk Talk(ushort port) => new(new FlowClassifier(AllDissectors.Make(), new ClassifierOptions { MaxPackets = 10_000 }), port);

    private static void Say(TcpTalk talk, bool fromA, string text, int piece)
    {
        for (int at = 0; at < text.Length; at += piece)
            talk.Say(fromA, (uint)(1 + at), text[at..Math.Min(at + piece, text.Length)]);
    }

    private static string Exchanges(TcpTalk talk, params string[] keys) => Exchanges(talk.Fields, "HTTP", keys);

    private static string Exchanges(Metadata fields, string protocol, params string[] keys)
    {
        var first = fields[protocol].AsMap();
        return string.Join(", ", Further(first).Prepend(first).Select(one => string.Join(' ', keys.Select(key => Text(one.AsMap()[key])))));
    }

    private static IReadOnlyList<MetadataValue> Further(Metadata first) => first["Further"] is { IsNull: false } list ? list.AsList() : [];

    private static string Text(MetadataValue value) => value.Kind == ValueKind.List ? value.AsList()[0].ToString() : value.IsNull ? "" : value.ToString();

    private static byte[] Dns(int id, string name, bool answered = false) =>
        [0, (byte)id, answered ? (byte)0x81 : (byte)1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), 0, 0, 1, 0, 1];
}
