using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Events that Suricata must see against flows and their fields.</summary>
internal static class SuricataComparison
{
    private static readonly Dictionary<string, FieldPair[]> Events = new()
    {
        ["dns"] =
        [
            new("dns.queries[].rrname", DnsPaths.Name), new("dns.rrname", DnsPaths.Name),
            new("dns.queries[].rrtype", DnsPaths.Type), new("dns.rrtype", DnsPaths.Type), new("dns.id", "DNS.ID", FieldNames.Set), new("dns.rcode", "DNS.response_code", FieldNames.DnsCode),
            new("dns.answers[].rrname", "DNS.answers.name"), new("dns.answers[].rrtype", "DNS.answers.type"), new("dns.answers[].ttl", "DNS.answers.TTL"),
            new("dns.answers[].rdata", DnsPaths.Answer, FieldNames.DnsAnswer), new("dns.grouped.A[]", "DNS.answers.IP"), new("dns.grouped.AAAA[]", "DNS.answers.IP", FieldNames.DnsAnswer),
            new("dns.grouped.CNAME[]", "DNS.answers.c_name"), new("dns.grouped.NS[]", "DNS.answers.NS"), new("dns.grouped.TXT[]", "DNS.answers.TXTs"),
            new("dns.authorities[].rrname", "DNS.authorities.name"), new("dns.authorities[].rrtype", "DNS.authorities.type"), new("dns.authorities[].ttl", "DNS.authorities.TTL"),
            new("dns.aa", "DNS.AA", FieldNames.Flag), new("dns.tc", "DNS.TC", FieldNames.Flag), new("dns.rd", "DNS.RD", FieldNames.Flag), new("dns.ra", "DNS.RA", FieldNames.Flag),
        ],
        ["http"] =
        [
            new("http.hostname", "HTTP.Host", FieldNames.Host), new("http.url", "HTTP.Path"), new("http.http_method", "HTTP.Method"), new("http.status", "HTTP.Status"),
            new("http.http_user_agent", "HTTP.UserAgent"), new("http.http_content_type", "HTTP.ContentType"),
        ],
        ["tls"] = [new("tls.sni", "TLS.SNI"), new("tls.version", "TLS.Version", FieldNames.TlsVersion), new("tls.ja4", "TLS.JA4")],
        ["quic"] = [new("quic.sni", "QUIC.SNI"), new("quic.version", "QUIC.Version", FieldNames.QuicVersion), new("quic.ja4", "QUIC.JA4")],
        ["dhcp"] =
        [
            new("dhcp.client_mac", "DHCPv4.ClientMAC"), new("dhcp.hostname", "DHCPv4.Hostname", FieldNames.Text), new("dhcp.assigned_ip", "DHCPv4.Assigned", address => address == "0.0.0.0" ? null : address),
            new("dhcp.requested_ip", "DHCPv4.Requested"),
        ],
        ["snmp"] = [new("snmp.version", "SNMP.Version"), new("snmp.pdu_type", "SNMP.PDU", FieldNames.SnmpPdu)],
        ["mqtt"] =
        [
            new("mqtt.connect.client_id", "MQTT.ClientID"), new("mqtt.connect.protocol_version", "MQTT.Version", FieldNames.MqttVersion), new("mqtt.publish.topic", "MQTT.Topic"),
            new("mqtt.subscribe.topics[].topic", "MQTT.Topic"),
        ],
        ["ssh"] =
        [
            new("ssh.client.software_version", "SSH.Client", FieldNames.SshSoftware), new("ssh.server.software_version", "SSH.Server", FieldNames.SshSoftware),
            new("ssh.client.proto_version", "SSH.Client", FieldNames.SshProtocol), new("ssh.server.proto_version", "SSH.Server", FieldNames.SshProtocol),
        ],
        ["sip"] = [new("sip.method", "SIP.Method"), new("sip.code", "SIP.Status", FieldNames.FinalStatus)],
    };

    public static void Compare(MeteredCapture ours, CaptureChecks checks)
    {
        var events = checks.Read("suricata.yaml", (_, yaml) => SuricataEvent.ParseAll(yaml).ToList()).SelectMany(found => found).ToList();
        foreach (var theirs in events)
        {
            var ends = theirs.Ends(out bool swapped);
            CompareFlow(ours, theirs, ends, swapped, FlowsOf(ours, ends), checks);
        }
        // An alert tells of the packet what the event of its protocol does.
        foreach (var theirs in events.GroupBy(one => one.Ends(out _)))
            foreach (var (protocol, fields) in Events)
                foreach (var field in fields)
                    field.Compare(checks, $"{protocol.ToUpperInvariant()} fields", theirs.Key?.ToString() ?? "any flow", FlowsOf(ours, theirs.Key),
                        // What Suricata could not tell, it has a word for.
                        theirs.SelectMany(one => one.All(field.Theirs)).Where(value => value != "UNDETERMINED"));
    }

    private static IReadOnlyList<Flow> FlowsOf(MeteredCapture ours, FlowEnds? ends) => ends is { } named ? ours.FlowsOf(named) : ours.Flows;

    private static void CompareFlow(MeteredCapture ours, SuricataEvent theirs, FlowEnds? ends, bool swapped, IReadOnlyList<Flow> flows, CaptureChecks checks)
    {
        // Other events count up to their packet.
        if (theirs["event_type"] == "flow" && ends is { } named && theirs["flow.pkts_toserver"] is { } && theirs["flow.bytes_toserver"] is { })
        {
            long Number(string field) => long.TryParse(theirs[field], out long value) ? value : 0;
            var totals = EndsTotals.Of(swapped, Number("flow.pkts_toserver"), Number("flow.bytes_toserver"), Number("flow.pkts_toclient"), Number("flow.bytes_toclient"));
            checks.Compare(CheckNames.Flows, named, ours.TotalsOf(named), totals);
        }
        if (theirs["app_proto"] is { } protocol and not "failed")
            checks.CompareApplication(ends?.ToString() ?? "any flow", flows, [protocol]);
    }
}
