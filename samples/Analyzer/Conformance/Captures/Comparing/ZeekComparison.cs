using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Connections and their records against Zeek's logs.</summary>
internal static class ZeekComparison
{
    /// <summary>Logs whose rows name their flow, over which protocol (any where the log does not say), and what to compare.</summary>
    private static readonly Dictionary<string, (string? Protocol, FieldPair[] Fields)> Logs = new()
    {
        ["dns"] = (null,
        [
            new("query", DnsPaths.Name), new("qtype_name", DnsPaths.Type, FieldNames.DnsType), new("rcode_name", "DNS.response_code", FieldNames.DnsCode),
            new("trans_id", "DNS.ID", FieldNames.Set), new("answers", DnsPaths.Answer, FieldNames.DnsAnswer) { IsList = true },
        ]),
        ["http"] = ("tcp",
        [
            new("method", "HTTP.Method"), new("host", "HTTP.Host", FieldNames.Host), new("uri", "HTTP.Path", Uri.UnescapeDataString), new("status_code", "HTTP.Status", FieldNames.FinalStatus), new("user_agent", "HTTP.UserAgent"),
        ]),
        ["ssl"] = ("", [new("server_name", ["TLS.SNI", "DTLS.SNI", "QUIC.SNI"]), new("version", ["TLS.Version", "DTLS.Version"], FieldNames.TlsVersion), new("cipher", ["TLS.CipherSuite", "DTLS.CipherSuite"])]),
        ["quic"] = ("udp", [new("server_name", "QUIC.SNI"), new("client_protocol", "QUIC.ALPN")]),
        ["ssh"] = ("tcp", [new("client", "SSH.Client"), new("server", "SSH.Server")]),
        ["ntp"] = ("udp", [new("version", "NTP.Version"), new("mode", "NTP.Mode"), new("stratum", "NTP.Stratum")]),
        ["sip"] = ("udp",
        [
            // An ACK belongs to what it acknowledges.
            new("method", "SIP.Method", method => method == "ACK" ? null : method), new("request_from", "SIP.From", FieldNames.SipAddress), new("request_to", "SIP.To", FieldNames.SipAddress),
            new("call_id", "SIP.CallID"), new("status_code", "SIP.Status", FieldNames.FinalStatus),
        ]),
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
                foreach (var field in Dhcp)
                    field.Compare(checks, "DHCPv4 fields", "", ours.Flows, log.Rows.Select(row => row[field.Theirs]));
            else if (Logs.TryGetValue(kind, out var known))
                foreach (var rows in log.Rows.Where(row => row.Ends(known.Protocol, out _) is not null).GroupBy(row => row.Ends(known.Protocol, out _)!.Value))
                    CompareFields(checks, $"{kind.ToUpperInvariant()} fields", rows.Key, ours.FlowsOf(rows.Key), known.Fields, [.. rows]);
        }
    }

    private static void CompareFields(CaptureChecks checks, string check, FlowEnds ends, IReadOnlyList<Flow> flows, FieldPair[] fields, ZeekLog.Row[] rows)
    {
        // Every version of QUIC carries TLS 1.3; its flows name the version of QUIC.
        bool isQuic = flows.Any(flow => flow.Details.TryGet("QUIC", out _));
        foreach (var field in fields)
            if (!(isQuic && field.Theirs is "version" or "cipher"))
                field.Compare(checks, check, ends, flows, rows.Select(row => row[field.Theirs]));
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
            int header = flows.Count == 0 ? 0 : LinkHeader(flows[0], ours.PppHeader);
            var counted = ours.TotalsOf(theirs.Key)?.WithHeader(-header);
            // Zeek has connections without packets around what it takes out of tunnels: then only the ends are told.
            checks.Compare(CheckNames.Flows, theirs.Key, totals == default && counted is not null ? totals : counted, totals);
        }
    }

    // Zeek counts from the IP header on.
    private static int LinkHeader(Flow flow, int ppp)
    {
        var layers = flow.LayersPath.Split('/');
        if (layers[0] != "Ethernet")
            return layers[0] == "PPP" ? ppp : 0;
        return 14 + (4 * layers.Count(layer => layer == "Dot1Q")) + (layers.Contains("LLC") ? 3 : 0) + (layers.Contains("SNAP") ? 5 : 0) + (layers.Contains("PPPoE") ? 8 : 0)
            + (4 * layers.Count(layer => layer == "MPLS"));
    }
}
