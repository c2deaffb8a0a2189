using System.Text;
using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>What the definitions of protocols allow and captures seldom have.</summary>
public class OptionalFormTests
{
    private const string Question = "0102010000010000000000000161000001" + "0001";

    [Theory]
    [InlineData(53, "010281850000000000000000", "DNS Query Refused")] // Nothing is repeated.
    [InlineData(53, "010281810000000000000001" + "0000290200000000000000", "DNS Format Error")]
    [InlineData(53, "0102810500000000000000005a", " ")] // What follows is announced by nothing.
    [InlineData(54, "010281850000000000000000", " ")]
    [InlineData(5300, Question, "DNS No Error")]
    public void A_refusal_need_not_repeat_the_question(int port, string message, string expected)
    {
        var talk = Udp(port).Say(false, Hex(message));
        Assert.Equal(expected, $"{talk.Application} {Text(talk.Fields, "DNS.response_code")}");
    }

    [Fact]
    public void A_header_alone_answers_the_question_with_its_id()
    {
        var dns = Udp(53).Say(true, Hex(Question)).Say(false, Hex("010281850000000000000000")).Fields["DNS"].AsMap();
        Assert.Equal(("Query Refused", 1), (dns["response_code"].AsString(), dns["Latency"].AsInt()));
        Assert.Equal("""[{"class":"IN","name":"a","type":"A"}]""", dns["questions"].ToString());
    }

    [Fact]
    public void Names_of_services_are_UTF8()
    {
        byte[] label = Encoding.UTF8.GetBytes("Küche’s TV");
        var talk = Udp(5353).Say(true, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte)label.Length, .. label, 5, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', 0, 0, 12, 0x80, 1]);
        Assert.Equal("Küche’s TV.local IN", $"{talk.Fields["DNS.questions.name"].AsList()[0].AsString()} {talk.Fields["DNS.questions.class"].AsList()[0].AsString()}");
    }

    [Fact]
    public void LLMNR_may_go_over_TCP()
    {
        var talk = Tcp(5355).Say(true, 1, Latin("0013" + Question));
        Assert.Equal("LLMNR a", $"{talk.Application} {talk.Fields["DNS.questions.name"].AsList()[0].AsString()}");
    }

    [Theory]
    [InlineData("REGISTER sip:b SIP/2.0\r\nf: <sip:a@b>;tag=1\r\nt :\r\n\t<sip:c@d>\r\ni: 7@b\r\nCSeq: 1 REGISTER\r\n\r\n", """{"CallID":"7@b","From":"<sip:a@b>","Method":"REGISTER","To":"<sip:c@d>"}""")]
    [InlineData("\r\n\r\nsip/2.0 486 Busy\r\nFROM: \"x;y\"\r\n <sip:a@b>;tag=1\r\nCall-ID: 8\r\n\r\n", """{"CallID":"8","From":"\"x;y\" <sip:a@b>","Status":486}""")]
    [InlineData("OPTIONS sip:b sip/2.0 \nf: sip:a;tag=2\n\n", """{"From":"sip:a","Method":"OPTIONS"}""")]
    public void SIP_may_be_folded_short_and_in_either_case(string text, string fields)
    {
        Assert.Equal(fields, Udp(5060).Say(true, Encoding.ASCII.GetBytes(text)).Fields["SIP"].ToString());
        Assert.Equal(fields, Tcp(5060).Say(true, 1, text).End().Fields["SIP"].ToString());
    }

    [Fact]
    public void SIP_over_TCP_has_bodies_between_messages_and_line_ends_that_keep_it_alive()
    {
        const string Talk = "INVITE sip:b SIP/2.0\r\ni: 1\r\nl: 5\r\n\r\nSIP/2" + "\r\n\r\n" + "BYE sip:b SIP/2.0\r\ni: 2\r\nContent-Length: 0\r\n\r\n";
        foreach (int piece in new[] { 1, 9, 1000 })
        {
            var talk = Tcp(5060);
            for (int at = 0; at < Talk.Length; at += piece)
                talk.Say(true, (uint)(1 + at), Talk[at..Math.Min(at + piece, Talk.Length)]);
            Assert.Equal("""{"CallID":"1","Further":[{"CallID":"2","Method":"BYE"}],"Method":"INVITE"}""", talk.Fields["SIP"].ToString());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void MQTT_has_its_topics_wherever_segments_end(int piece)
    {
        string connect = Mqtt(0x10, "\0\u0004MQTT\u0005\u00c2\0\u003c\u0005\u0011\0\0\0\u000a\0\u0002me\0\u0001u\0\u0001p"); // Version 5 with a property, a user and a password.
        string subscribe = Mqtt(0x8a, "\0\u0001\0\0\u0003a/#\0\0\u0002b+\u0001"), empty = Mqtt(0x32, "\0\0\0\u0001\u0003\u0023\0\u0001x"); // An alias in place of a topic.
        string publish = Mqtt(0x30, "\0\u0005ta/\u00c3\u00a9\0" + new string('x', 300)), ping = "\u00c0\0", again = Mqtt(0x30, "\0\u0003a/#\0");
        string all = connect + ping + subscribe + empty + publish + again + Mqtt(0x30, "\0\u0001z\0");
        var talk = Tcp(18830);
        for (int at = 0; at < all.Length; at += piece)
            talk.Say(true, (uint)(1 + at), all[at..Math.Min(at + piece, all.Length)]);
        Assert.Equal("""{"ClientID":"me","Further":[{"Topic":"b+"},{"Topic":"ta/é"},{"Topic":"z"}],"Topic":"a/#","Version":"5"}""", talk.Fields["MQTT"].ToString());
    }

    [Fact]
    public void MQTT_goes_on_behind_a_gap_in_what_is_published()
    {
        string connect = Mqtt(0x10, "\0\u0006MQIsdp\u0083\u0002\0\u003c\0\u0001b"), publish = Mqtt(0x30, "\0\u0001a" + new string('x', 500));
        var talk = Tcp(1884).Say(true, 1, connect + publish[..50]).Say(true, 1 + (uint)(connect.Length + publish.Length), Mqtt(0x30, "\0\u0001z")).Say(false, 1, " \u0002\0\0", acknowledges: 2000);
        Assert.Equal("""{"ClientID":"b","Further":[{"Topic":"z"}],"Topic":"a","Version":"3.1"}""", talk.Fields["MQTT"].ToString());
    }

    [Fact]
    public void RADIUS_may_be_padded_where_it_lives()
    {
        byte[] request = [1, 7, 0, 25, .. new byte[16], 1, 5, .. "bob"u8, 0, 0, 0];
        Assert.Equal("""{"Code":"Access-Request","UserName":"bob"}""", Udp(1812).Say(true, request).Fields["RADIUS"].ToString());
        Assert.Null(Udp(40001).Say(true, request).Application);
    }

    [Fact]
    public void DHCP_has_newer_messages()
    {
        byte[] v4 = [1, 1, 6, 0, .. new byte[24], 2, 0, 0, 0, 0, 1, .. new byte[202], 0x63, 0x82, 0x53, 0x63, 53, 1, 16, 255];
        Assert.Equal("ACTIVELEASEQUERY", Udp(67).Say(true, v4).Fields["DHCPv4.MessageType"].AsString());
        Assert.Equal("LEASEQUERY", Udp(547).Say(true, [14, 1, 2, 3]).Fields["DHCPv6.MessageType"].AsString());
    }

    [Fact]
    public void DHCP_clients_without_an_address_share_a_flow_and_have_an_exchange_each()
    {
        byte[] Message(byte transaction, byte type, params byte[] options) =>
            [1, 1, 6, 0, 9, 9, 9, transaction, .. new byte[20], 2, 0, 0, 0, 0, transaction, .. new byte[202], 0x63, 0x82, 0x53, 0x63, 53, 1, type, .. options, 255];
        var talk = Udp(67).Say(true, Message(1, 1, 12, 1, (byte)'a')).Say(true, Message(2, 1, 12, 1, (byte)'b')).Say(true, Message(1, 3, 50, 4, 10, 0, 0, 1)).Say(true, Message(2, 3, 50, 4, 10, 0, 0, 2));
        Assert.Equal(
            """{"ClientMAC":"02:00:00:00:00:01","Further":[{"ClientMAC":"02:00:00:00:00:02","Hostname":"b","MessageType":"REQUEST","Requested":"10.0.0.2"}],"Hostname":"a","MessageType":"REQUEST","Requested":"10.0.0.1"}""",
            talk.Fields["DHCPv4"].ToString());
        // SOLICIT behind a relay, its answer by way of the relay, and one of another client.
        byte[] Relayed(byte type, byte[] inner) => [type, 0, .. new byte[32], 0, 9, 0, (byte)inner.Length, .. inner];
        talk = Udp(547).Say(true, Relayed(12, [1, 0, 0, 1])).Say(false, Relayed(13, [2, 0, 0, 1])).Say(true, Relayed(12, [3, 0, 0, 2]));
        Assert.Equal("""{"Further":[{"MessageType":"REQUEST"}],"MessageType":"ADVERTISE"}""", talk.Fields["DHCPv6"].ToString());
    }

    [Theory]
    [InlineData(2427, "RSIP 1 * x@y MGCP 1.0\rRM: restart\r", "MGCP")]
    [InlineData(427, "\u0001\u0006\0\u000c\0\0en\0\u0003\0\u0001", "SLP")]
    [InlineData(427, "\u0001\u0006\0\u000d\0\0en\0\u0003\0\u0001", "")]
    [InlineData(25826, "\u0002\u0010\0\u0010\0\u0004userSEALED", "collectd")]
    [InlineData(25826, "\u0002\u0010\0\u0011\0\u0004userSEALED", "")]
    [InlineData(6771, "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\n\r\n", "BitTorrent")]
    public void Marks_of_older_and_rarer_forms(int port, string payload, string application) =>
        Assert.Equal(application, Udp(port).Say(true, Encoding.Latin1.GetBytes(payload)).Application ?? "");

    [Fact]
    public void A_single_datagram_of_several_reports_is_RTCP_when_nothing_follows()
    {
        byte[] report = [0x80, 200, 0, 6, .. new byte[24]], names = [0x81, 202, 0, 2, .. new byte[8]];
        Assert.Null(Udp(30001).Say(true, [.. report, .. names]).Application);
        Assert.Equal("RTCP", Udp(30001).Say(true, [.. report, .. names]).End().Application);
        Assert.Null(Udp(30001).Say(true, report).End().Application);
        Assert.Null(Udp(30001).Say(true, [.. report, .. names, 0]).End().Application);
    }

    [Fact]
    public void STUN_over_TCP_may_go_behind_its_length()
    {
        string message = "000100002112a442" + "000102030405060708090a0b";
        Assert.Equal("STUN", Tcp(40002).Say(true, 1, Latin("0014" + message)).Application);
        Assert.Equal("STUN", Tcp(40002).Say(true, 1, Latin(message)).Application);
        Assert.Null(Tcp(40002).Say(true, 1, Latin("0015" + message)).End().Application);
    }

    [Fact]
    public void A_network_address_of_LLDP_may_be_IPv6()
    {
        byte[] frame = [2, 18, 5, 2, 0xfe, 0x80, .. new byte[13], 1, 4, 2, 7, (byte)'e', 6, 2, 0, 120, 0, 0];
        FlowClassification? flow = null;
        new FlowClassifier(AllDissectors.Make()).Classify(ref flow, new ClassifiedPacket { Carrier = DissectorCarriers.Link, Payload = frame, FromA = true, SourcePort = 0x88cc, DestinationPort = 0x88cc, Time = 1 });
        Assert.Equal("""{"ChassisID":"fe80::1","PortID":"e","TTL":120}""", flow!.Fields["LLDP"].ToString());
    }

    [Theory]
    [InlineData(514, "40 <34>1 2003-10-11T22:14:15Z h a - - - x\n", "Syslog")]
    [InlineData(514, "<34>Oct 11 22:14:15 mymachine su: x\n", "Syslog")]
    [InlineData(5140, "40 <34>1 2003-10-11T22:14:15Z h a - - - x\n", "Syslog")]
    [InlineData(5140, "40 34>1 2003-10-11T22:14:15Z", "")]
    [InlineData(9042, "\u0005\0\0\u0001\u0001\0\0\0\u0016\0\0\0CQL_VERSION 3.0.0", "")] // Cassandra, which begins alike.
    [InlineData(49155, "\u0005\0\u000b\u0003\u0010\0\0\0\u0018\0\0\0\u0001\0\0\012345678", "DCERPC")]
    [InlineData(514, "<13>short", "Syslog")]
    public void Marks_over_TCP(int port, string text, string application) =>
        Assert.Equal(application, Tcp((ushort)port).Say(true, 1, text).End().Application ?? "");

    [Theory]
    [InlineData(110, "USER me\r\n", "POP3")]
    [InlineData(21, "USER me\r\n", "FTP")]
    [InlineData(2110, "USER me\r\n", "")]
    public void A_client_that_is_seen_alone_is_known_by_its_first_command(int port, string text, string application) =>
        Assert.Equal(application, Tcp((ushort)port).Say(true, 1, text).Application ?? "");

    private static string Mqtt(int first, string body) => (char)first + (body.Length < 128 ? $"{(char)body.Length}" : $"{(char)(body.Length & 0x7f | 0x80)}{(char)(body.Length >> 7)}") + body;

    private static DatagramTalk Udp(int port) => new(new FlowClassifier(AllDissectors.Make()), (ushort)port);

    private static TcpTalk Tcp(ushort port) => new(new FlowClassifier(AllDissectors.Make(), new ClassifierOptions { MaxPackets = 10_000 }), port);

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);

    private static string Latin(string digits) => Encoding.Latin1.GetString(Hex(digits));

    private static string Text(Metadata fields, string path) => fields[path] is { IsNull: false } value ? value.AsString() : "";
}
