using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Connections and their records against Zeek's logs.</summary>
internal static class ZeekComparison
{
    /// <summary>Logs whose rows name their flow, and what to compare of the first row of each.</summary>
    private static readonly Dictionary<string, (string? Protocol, FieldPair[] Fields)> Logs = new()
    {
        ["dns"] = (null, [new("query", "DNS.questions.name"), new("qtype_name", "DNS.questions.type"), new("rcode_name", "DNS.response_code", ResponseCode)]),
        ["http"] = ("tcp", [new("method", "HTTP.Method"), new("host", "HTTP.Host"), new("uri", "HTTP.Path"), new("status_code", "HTTP.Status"), new("user_agent", "HTTP.UserAgent")]),
        ["ssl"] = ("tcp", [new("server_name", "TLS.SNI"), new("version", "TLS.Version", Version)]),
        ["quic"] = ("udp", [new("server_name", "QUIC.SNI"), new("client_protocol", "QUIC.ALPN")]),
        ["ssh"] = ("tcp", [new("client", "SSH.Client"), new("server", "SSH.Server")]),
        ["ntp"] = ("udp", [new("version", "NTP.Version"), new("mode", "NTP.Mode"), new("stratum", "NTP.Stratum")]),
        ["sip"] = ("udp", [new("method", "SIP.Method"), new("request_from", "SIP.From"), new("request_to", "SIP.To"), new("call_id", "SIP.CallID"), new("status_code", "SIP.Status")]),
        ["radius"] = ("udp", [new("username", "RADIUS.UserName")]),
    };

    /// <summary>Zeek joins what belongs to one client, over several flows.</summary>
    private static readonly FieldPair[] Dhcp =
    [
        new("mac", "DHCPv4.ClientMAC"), new("host_name", "DHCPv4.Hostname"), new("requested_addr", "DHCPv4.Requested"),
        new("assigned_addr", "DHCPv4.Assigned"), new("server_addr", "DHCPv4.Server"),
    ];

    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        foreach (var reference in capture.ReferencesOf("zeek."))
        {
            var kind = reference.Split('.')[1];
            var log = ZeekLog.Parse(capture.Read(reference));
            if (kind == "conn")
                CompareConnections(ours, log, checks);
            else if (kind == "dhcp")
                foreach (var row in log.Rows)
                    foreach (var field in Dhcp)
                        field.Compare(checks, "DHCPv4 fields", row["uids"] ?? "", ours.Flows, row[field.Theirs]);
            else if (Logs.TryGetValue(kind, out var known))
                foreach (var rows in log.Rows.Where(row => row.Ends(known.Protocol, out _) is not null).GroupBy(row => row.Ends(known.Protocol, out _)!.Value))
                    foreach (var field in known.Fields)
                        field.Compare(checks, $"{kind.ToUpperInvariant()} fields", rows.Key, ours.FlowsOf(rows.Key), rows.First()[field.Theirs]);
        }
    }

    private static void CompareConnections(MeteredCapture ours, ZeekLog log, CaptureChecks checks)
    {
        var connections = log.Rows.Where(row => row["orig_ip_bytes"] is not null)
            .Select(row => (Ends: row.Ends(null, out bool swapped), Totals: EndsTotals.Of(swapped, row.Number("orig_pkts"), row.Number("orig_ip_bytes"), row.Number("resp_pkts"), row.Number("resp_ip_bytes"))))
            .Where(connection => connection.Ends is not null);
        foreach (var theirs in connections.GroupBy(connection => connection.Ends!.Value))
        {
            var totals = theirs.Aggregate(default(EndsTotals), (sum, connection) => sum + connection.Totals);
            var flows = ours.FlowsOf(theirs.Key);
            int header = flows.Count == 0 ? 0 : LinkHeader(flows[0]);
            var counted = ours.TotalsOf(theirs.Key)?.WithHeader(-header);
            // Zeek has connections without packets around what it takes out of tunnels: then only the ends are told.
            checks.Compare(CheckNames.Flows, theirs.Key, totals == default && counted is not null ? totals : counted, totals);
        }
    }

    // Zeek counts from the IP header on.
    private static int LinkHeader(Flow flow)
    {
        var layers = flow.LayersPath.Split('/');
        if (layers[0] != "Ethernet")
            return 0;
        return 14 + (4 * layers.Count(layer => layer == "Dot1Q")) + (layers.Contains("LLC") ? 3 : 0) + (layers.Contains("SNAP") ? 5 : 0) + (layers.Contains("PPPoE") ? 8 : 0)
            + (4 * layers.Count(layer => layer == "MPLS"));
    }

    private static string Version(string version) => version switch
    {
        "TLSv10" => "TLSv1.0",
        "TLSv11" => "TLSv1.1",
        "TLSv12" => "TLSv1.2",
        "TLSv13" => "TLSv1.3",
        _ => version,
    };

    private static string ResponseCode(string code) => code switch
    {
        "NOERROR" => "No Error",
        "NXDOMAIN" => "Non-Existent Domain",
        "SERVFAIL" => "Server Failure",
        "FORMERR" => "Format Error",
        "REFUSED" => "Query Refused",
        "NOTIMP" => "Not Implemented",
        _ => code,
    };
}
