using Steffi.Flows;

namespace Steffi.Dissectors.Tests;

/// <summary>One flow of a real capture a protocol, with what other tools say of it (Zeek's, Suricata's and nDPI's records beside the captures).</summary>
public class KnownFlowTests
{
    [Theory]
    [InlineData("ndpi/smtp-starttls.pcap", 25, "TLS", "TLS.Version", "TLSv1.2")]
    [InlineData("ndpi/imap-starttls.pcap", 143, "TLS", "TLS.Version", "TLSv1.2")]
    [InlineData("ndpi/pop3_stls.pcap", 110, "TLS", "TLS.Version", "TLSv1")]
    [InlineData("ndpi/http_connect.pcap", 8080, "TLS", "HTTP.Method", "CONNECT")]
    [InlineData("ja4/socks-https-example.pcap", 1080, "TLS", "SOCKS.Version", "5")]
    [InlineData("ndpi/quic_t51.pcap", 443, "QUIC", "QUIC.SNI", "www.google.com")]
    [InlineData("suricata/http2-continuation.pcap", 8080, "HTTP2", "HTTP2.Path", "/tata")]
    [InlineData("zeek/http.connect-with-header.pcap", 80, "TLS", "HTTP.UserAgent", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.10; rv:41.0) Gecko/20100101 Firefox/41.0")]
    [InlineData("zeek/ssh.ssh_kex_dh_group18.pcap", 22, "SSH", "SSH.Server", "SSH-2.0-OpenSSH_10.2")]
    [InlineData("zeek/radius.radius_localhost.pcap", 1812, "RADIUS", "RADIUS.UserName", "steve")]
    [InlineData("zeek/ntp.ntp.pcap", 123, "NTP", "NTP.Version", "4")]
    [InlineData("zeek/sip.wireshark.pcap", 5060, "SIP", "SIP.Status", "401")]
    [InlineData("zeek/dhcp.dhcp.pcap", 67, "DHCPv4", "DHCPv4.Hostname", "btest.is.cool")]
    [InlineData("suricata/mqtt5-pub-userpass.pcap", 1883, "MQTT", "MQTT.ClientID", "myvoiceismypassport")]
    [InlineData("suricata/mqtt5-pub-userpass.pcap", 1883, "MQTT", "MQTT.Topic", "topicX")]
    [InlineData("suricata/snmp-v3-encrypted.pcap", 161, "SNMP", "SNMP.Version", "3")]
    [InlineData("suricata/dns.dns-tcp-www-google-com.pcap", 53, "DNS", "DNS.response_code", "No Error")]
    [InlineData("tcpdump/3560_CDP.pcap", 4, "CDP", "CDP.DeviceID", "Switch")]
    [InlineData("tcpdump/lldp-app-priority.pcap", 0x88cc, "LLDP", "LLDP.SystemName", "leaf0b")]
    [InlineData("ndpi/wa_voice.pcap", 32704, "RTP", "RTP.PayloadType", "120")]
    [InlineData("ndpi/quic_t51.pcap", 443, "QUIC", "QUIC.UserAgent", "dev Chrome/86.0.4240.9 Windows NT 6.1; Win64; x64")]
    [InlineData("ndpi/vrrp3.pcapng", 112, "VRRP", "VRRP.Version", "3")]
    public void Says_what_the_others_say(string capture, int port, string application, string path, string value)
    {
        var flows = CapturedFlows.Of(ReferenceCaptures.Named(capture), out _).Where(flow => flow.A.Port == port || flow.B.Port == port).ToList();
        Assert.Contains(flows, flow => flow.Application == application && flow.Fields[path].ToString() == value);
    }

    [Theory]
    [InlineData("suricata/mqtt5-pub-userpass.pcap", "pass\"")]
    [InlineData("suricata/firewall.ruletype-firewall-54-snmp-v1-trap.pcap", "public")]
    public void Secrets_are_not_stored(string capture, string secret) =>
        Assert.All(CapturedFlows.Of(ReferenceCaptures.Named(capture), out _), flow => Assert.DoesNotContain(secret, flow.Fields.ToString(), StringComparison.Ordinal));

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(100, false)]
    [InlineData(50, true)]
    public void Where_segments_end_and_in_which_order_they_come_makes_no_difference(int piece, bool reversed)
    {
        // So few bytes that a byte a packet is not beyond the bound of packets.
        var options = new ClassifierOptions { MaxPackets = 100_000, MaxBytes = 4096 };
        var differences = new List<string>();
        foreach (var file in ReferenceCaptures.Files())
        {
            var whole = Flows(file, int.MaxValue, false);
            var cut = Flows(file, piece, reversed);
            differences.AddRange(whole.Zip(cut).Where(pair => pair.First != pair.Second).Select(pair => $"{Path.GetFileName(file)}: {pair.First} became {pair.Second}"));
        }
        Assert.Empty(differences);

        IEnumerable<string> Flows(string file, int length, bool backwards) =>
            CapturedFlows.Of(file, out _, options: options, piece: length, reversed: backwards).Where(flow => flow.Protocol == 6).Select(flow => $"{flow.A} {flow.B} {flow.Application} {flow.Fields}").ToList();
    }

    [Fact]
    public void No_dissector_throws_on_any_capture()
    {
        var thrown = new List<string>();
        foreach (var file in ReferenceCaptures.Files())
        {
            CapturedFlows.Of(file, out var statistics);
            thrown.AddRange(statistics.Where(one => one.Thrown > 0).Select(one => $"{Path.GetFileName(file)}: {one.Name}: {one.LastError}"));
        }
        Assert.Empty(thrown);
    }
}
