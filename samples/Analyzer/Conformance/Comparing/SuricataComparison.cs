using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Events that Suricata must see against flows and their fields.</summary>
internal static class SuricataComparison
{
    private static readonly Dictionary<string, FieldPair[]> Events = new()
    {
        ["dns"] =
        [
            new("dns.queries[0].rrname", "DNS.questions.name"), new("dns.rrname", "DNS.questions.name"),
            new("dns.queries[0].rrtype", "DNS.questions.type"), new("dns.rrtype", "DNS.questions.type"),
        ],
        ["http"] =
        [
            new("http.hostname", "HTTP.Host"), new("http.url", "HTTP.Path"), new("http.http_method", "HTTP.Method"), new("http.status", "HTTP.Status"),
            new("http.http_user_agent", "HTTP.UserAgent"), new("http.http_content_type", "HTTP.ContentType"),
        ],
        ["tls"] = [new("tls.sni", "TLS.SNI"), new("tls.version", "TLS.Version", Version), new("tls.ja4", "TLS.JA4")],
        ["quic"] = [new("quic.sni", "QUIC.SNI"), new("quic.ja4", "QUIC.JA4")],
        ["dhcp"] = [new("dhcp.client_mac", "DHCPv4.ClientMAC"), new("dhcp.hostname", "DHCPv4.Hostname", name => name.TrimEnd('\0')), new("dhcp.assigned_ip", "DHCPv4.Assigned")],
        ["snmp"] = [new("snmp.version", "SNMP.Version"), new("snmp.pdu_type", "SNMP.PDU")],
        ["mqtt"] = [new("mqtt.connect.client_id", "MQTT.ClientID"), new("mqtt.connect.protocol_version", "MQTT.Version"), new("mqtt.publish.topic", "MQTT.Topic")],
        ["ssh"] = [new("ssh.client.software_version", "SSH.Client"), new("ssh.server.software_version", "SSH.Server")],
        ["sip"] = [new("sip.method", "SIP.Method")],
    };

    /// <summary>Suricata's names of what Steffi calls otherwise.</summary>
    private static readonly Dictionary<string, string> Applications = new(StringComparer.OrdinalIgnoreCase) { ["dhcp"] = "DHCPv4" };

    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        foreach (var theirs in capture.ReferencesOf("suricata.yaml").SelectMany(reference => SuricataEvent.ParseAll(capture.Read(reference))))
        {
            var ends = theirs.Ends(out bool swapped);
            IReadOnlyList<Flow> flows = ends is { } named ? ours.FlowsOf(named) : ours.Flows;
            if (theirs.Type == "flow")
                CompareFlow(ours, theirs, ends, swapped, flows, checks);
            else if (Events.TryGetValue(theirs.Type, out var fields))
                foreach (var field in fields)
                    field.Compare(checks, $"{theirs.Type.ToUpperInvariant()} fields", ends?.ToString() ?? "any flow", flows, theirs[field.Theirs]);
        }
    }

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

    private static string Version(string version) => version.Replace("TLS ", "TLSv", StringComparison.Ordinal) is var text && text == "TLSv1" ? "TLSv1.0" : version.Replace("TLS ", "TLSv", StringComparison.Ordinal);
}
