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
            new("TTLs", "DNS.answers.TTL", FieldNames.Seconds) { IsList = true }, new("AA", "DNS.AA", FieldNames.Flag), new("TC", "DNS.TC", FieldNames.Flag), new("RD", "DNS.RD", FieldNames.Flag), new("RA", "DNS.RA", FieldNames.Flag),
        ]),
        ["http"] = ("tcp",
        [
            new("method", "HTTP.Method"), new("host", "HTTP.Host", FieldNames.Host), new("uri", "HTTP.Path", Uri.UnescapeDataString), new("status_code", "HTTP.Status", FieldNames.FinalStatus), new("user_agent", "HTTP.UserAgent"),
        ]),
        ["ssl"] = ("", [new("server_name", ["TLS.SNI", "DTLS.SNI", "QUIC.SNI"]), new("version", ["TLS.Version", "DTLS.Version"], FieldNames.TlsVersion), new("cipher", ["TLS.CipherSuite", "DTLS.CipherSuite"]), new("resumed", ["TLS.Resumed", "DTLS.Resumed"], FieldNames.Flag)]),
        ["quic"] = ("udp", [new("version", "QUIC.Version", FieldNames.QuicVersion), new("server_name", "QUIC.SNI"), new("client_protocol", "QUIC.ALPN")]),
        ["ssh"] = ("tcp", [new("client", "SSH.Client"), new("server", "SSH.Server")]),
        ["ntp"] = ("udp", [new("version", "NTP.Version"), new("mode", "NTP.Mode"), new("stratum", "NTP.Stratum")]),
        ["sip"] = ("udp",
        [
            // An ACK belongs to what it acknowledges.
            new("method", "SIP.Method", method => method == "ACK" ? null : method), new("request_from", "SIP.From", FieldNames.SipAddress), new("request_to", "SIP.To", FieldNames.SipAddress),
            new("call_id", "SIP.CallID"), new("status_code", "SIP.Status", FieldNames.FinalStatus),
        ]),
        ["radius"] = ("udp", [new("username", "RADIUS.UserName"), new("result", "RADIUS.Code", FieldNames.RadiusCode)]),
        ["mqtt_connect"] = ("tcp", [new("client_id", "MQTT.ClientID"), new("proto_version", "MQTT.Version")]),
        ["mqtt_publish"] = ("tcp", [new("topic", "MQTT.Topic")]),
        ["mqtt_subscribe"] = ("tcp", [new("topics", "MQTT.Topic") { IsList = true }]),
        ["snmp"] = ("udp", [new("version", "SNMP.Version")]),
    };

    /// <summary>Zeek joins what belongs to one client, over several flows.</summary>
    private static readonly FieldPair[] Dhcp =
    [
        new("mac", "DHCPv4.ClientMAC"), new("host_name", "DHCPv4.Hostname"), new("requested_addr", "DHCPv4.Requested"),
        new("assigned_addr", "DHCPv4.Assigned"), new("server_addr", "DHCPv4.Server"), new("msg_types", "DHCPv4.MessageType", types => types.Split(',')[^1]),
    ];

    public static void Compare(MeteredCapture ours, CaptureChecks checks)
    {
        foreach (var (kind, log) in checks.Read("zeek.", (reference, text) => (reference.Split('.')[1], ZeekLog.Parse(text))))
        {
            if (kind == "conn")
                CompareConnections(ours, log, checks);
            else if (kind == "tunnel")
                CompareTunnels(ours, log, checks);
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
            if (!(isQuic && check == "SSL fields" && field.Theirs is "version" or "cipher" or "resumed"))
                field.Compare(checks, check, ends, flows, rows.Select(row => row[field.Theirs]));
    }

    // Proxies are tunnels for Zeek, and IP in IP, which is one part by the model.
    private static void CompareTunnels(MeteredCapture ours, ZeekLog log, CaptureChecks checks)
    {
        // What ERSPAN mirrors comes in GRE.
        var found = ours.Flows.Select(flow => Tunnel(FlowFacts.First([flow], "Tunnel.Type")?.Replace("ERSPAN", "GRE", StringComparison.Ordinal), FlowFacts.First([flow], "Tunnel.A"), FlowFacts.First([flow], "Tunnel.B"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var row in log.Rows.Where(row => row["action"] == "Tunnel::DISCOVER" && row["tunnel_type"] is not ("Tunnel::HTTP" or "Tunnel::SOCKS" or "Tunnel::IP" or null)))
        {
            var theirs = Tunnel(row["tunnel_type"]!.Replace("Tunnel::", "", StringComparison.Ordinal).Replace("GTPv1", "GTP", StringComparison.Ordinal), row["id.orig_h"], row["id.resp_h"]);
            checks.Compare("tunnels", "", found.Contains(theirs) ? theirs : string.Join(" | ", found), theirs);
        }
    }

    private static string Tunnel(string? type, string? address, string? other) => $"{type} {FlowEnds.Of("", address ?? "", 0, other ?? "", 0, out _)}";

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
        foreach (var theirs in log.Rows.Where(row => row.Ends(null, out _) is not null).GroupBy(row => row.Ends(null, out _)!.Value))
            CompareEnding(theirs.Key, ours.FlowsOf(theirs.Key), [.. theirs], checks);
    }

    private static void CompareEnding(FlowEnds ends, IReadOnlyList<Flow> flows, ZeekLog.Row[] rows, CaptureChecks checks)
    {
        // Behind a minus sign stands what it took the connection for at first.
        var services = rows.SelectMany(row => row["service"]?.Split(',') ?? []).Where(service => service[0] != '-').Distinct().ToList();
        checks.CompareApplication(ends, flows, services);
        if (ends.Protocol == "TCP" && flows is [var flow] && rows is [var row] && Finish(row["conn_state"]) is { } finish)
            checks.Compare("finish", ends, flow.FinishType, finish);
    }

    // Of those that Zeek saw from their beginning; what was half closed, or tried only, has no word of ours.
    private static FlowFinishType? Finish(string? state) => state switch
    {
        "SF" => FlowFinishType.TcpFin,
        "RSTO" or "RSTR" or "REJ" => FlowFinishType.TcpRst,
        _ => null,
    };

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
