using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Events that Suricata must see against flows and their fields.</summary>
internal static class SuricataComparison
{
    private static readonly Dictionary<string, FieldPair[]> Events = new()
    {
        ["dns"] =
        [
            new("dns.queries[0].rrname", DnsPaths.Name), new("dns.rrname", DnsPaths.Name),
            new("dns.queries[0].rrtype", DnsPaths.Type), new("dns.rrtype", DnsPaths.Type), new("dns.id", "DNS.ID", FieldNames.Set), new("dns.rcode", "DNS.response_code", FieldNames.DnsCode),
            new("dns.answers[0].rrname", "DNS.answers.name"), new("dns.answers[0].rrtype", "DNS.answers.type"), new("dns.answers[0].ttl", "DNS.answers.TTL"),
            new("dns.answers[0].rdata", DnsPaths.Answer, FieldNames.DnsAnswer),
        ],
        ["http"] =
        [
            new("http.hostname", "HTTP.Host", FieldNames.Host), new("http.url", "HTTP.Path"), new("http.http_method", "HTTP.Method"), new("http.status", "HTTP.Status"),
            new("http.http_user_agent", "HTTP.UserAgent"), new("http.http_content_type", "HTTP.ContentType"),
        ],
        ["tls"] = [new("tls.sni", "TLS.SNI"), new("tls.version", "TLS.Version", FieldNames.TlsVersion), new("tls.ja4", "TLS.JA4")],
        ["quic"] = [new("quic.sni", "QUIC.SNI"), new("quic.ja4", "QUIC.JA4")],
        ["dhcp"] = [new("dhcp.client_mac", "DHCPv4.ClientMAC"), new("dhcp.hostname", "DHCPv4.Hostname", FieldNames.Text), new("dhcp.assigned_ip", "DHCPv4.Assigned", address => address == "0.0.0.0" ? null : address)],
        ["snmp"] = [new("snmp.version", "SNMP.Version"), new("snmp.pdu_type", "SNMP.PDU", FieldNames.SnmpPdu)],
        ["mqtt"] =
        [
            new("mqtt.connect.client_id", "MQTT.ClientID"), new("mqtt.connect.protocol_version", "MQTT.Version", FieldNames.MqttVersion), new("mqtt.publish.topic", "MQTT.Topic"),
        ],
        ["ssh"] = [new("ssh.client.software_version", "SSH.Client", FieldNames.SshSoftware), new("ssh.server.software_version", "SSH.Server", FieldNames.SshSoftware)],
        ["sip"] = [new("sip.method", "SIP.Method")],
    };

    /// <summary>Suricata's names of what Steffi calls otherwise.</summary>
    private static readonly Dictionary<string, string> Applications = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bittorrent-dht"] = "BITTORRENT",
        ["dhcp"] = "DHCPv4",
        ["doh2"] = "HTTP2",
        ["jabber"] = "XMPP",
        ["krb5"] = "KERBEROS",
        ["pgsql"] = "POSTGRESQL",
        ["rfb"] = "VNC",
        ["websocket"] = "HTTP",
    };

    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        var events = capture.ReferencesOf("suricata.yaml").SelectMany(reference => SuricataEvent.ParseAll(capture.Read(reference))).ToList();
        foreach (var theirs in events.Where(one => one.Type == "flow"))
        {
            var ends = theirs.Ends(out bool swapped);
            CompareFlow(ours, theirs, ends, swapped, FlowsOf(ours, ends), checks);
        }
        foreach (var theirs in events.Where(one => Events.ContainsKey(one.Type)).GroupBy(one => (one.Type, Ends: one.Ends(out _))))
            foreach (var field in Events[theirs.Key.Type])
                field.Compare(checks, $"{theirs.Key.Type.ToUpperInvariant()} fields", theirs.Key.Ends?.ToString() ?? "any flow", FlowsOf(ours, theirs.Key.Ends),
                    // What Suricata could not tell, it has a word for.
                    theirs.Select(one => one[field.Theirs] is "UNDETERMINED" ? null : one[field.Theirs]));
    }

    private static IReadOnlyList<Flow> FlowsOf(MeteredCapture ours, FlowEnds? ends) => ends is { } named ? ours.FlowsOf(named) : ours.Flows;

    private static void CompareFlow(MeteredCapture ours, SuricataEvent theirs, FlowEnds? ends, bool swapped, IReadOnlyList<Flow> flows, CaptureChecks checks)
    {
        if (ends is { } named && theirs["flow.pkts_toserver"] is { } && theirs["flow.bytes_toserver"] is { })
        {
            long Number(string field) => long.TryParse(theirs[field], out long value) ? value : 0;
            var totals = EndsTotals.Of(swapped, Number("flow.pkts_toserver"), Number("flow.bytes_toserver"), Number("flow.pkts_toclient"), Number("flow.bytes_toclient"));
            checks.Compare(CheckNames.Flows, named, ours.TotalsOf(named), totals);
        }
        if (theirs["app_proto"] is { } protocol and not "failed" && flows.Any(flow => flow.ApplicationBy == "dissector"))
        {
            protocol = Applications.GetValueOrDefault(protocol, protocol).ToUpperInvariant();
            var claimed = flows.Where(flow => flow.ApplicationBy == "dissector").Select(flow => flow.Application.ToUpperInvariant()).Distinct().ToList();
            checks.Compare(CheckNames.Application, ends?.ToString() ?? "any flow", claimed.Contains(protocol) ? protocol : string.Join(" | ", claimed), protocol);
        }
    }
}
