using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Flows, and what is in them, against nDPI.</summary>
internal static class NdpiComparison
{
    /// <summary>
    /// nDPI names many flows by the service rather than by the protocol that it speaks, or by other words: what it may call a protocol.
    /// </summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DHCPv4"] = ["DHCP"],
        ["DCERPC"] = ["RPC", "DCE_RPC"],
        ["DHCPv6"] = ["DHCPV6"],
        ["DNS"] = ["DNS", "AVASTSecureDNS"],
        ["FTP"] = ["FTP_CONTROL", "FTPS"],
        ["GIOP"] = ["Corba"],
        ["GTP"] = ["GTP", "GTP_U", "GTP_C", "GTP_PRIME"],
        ["HTTP"] = ["HTTP", "HTTP_Connect", "HTTP_Proxy", "SOAP", "WebSocket", "HAProxy"],
        ["IEC104"] = ["IEC60870"],
        ["IKE"] = ["IPSec"],
        ["IMAP"] = ["IMAP", "IMAPS"],
        ["IPFIX"] = ["IPFIX", "NetFlow"],
        ["POP3"] = ["POP3", "POPS"],
        ["Redis"] = ["RESP"],
        ["RMCP"] = ["RMCP", "IPMI"],
        ["RTP"] = ["RTP", "SRTP"],
        ["SLP"] = ["Service_Location_Protocol"],
        ["SMB"] = ["SMBv1", "SMBv23"],
        ["SMTP"] = ["SMTP", "SMTPS"],
        ["TLS"] = ["TLS", "IMAPS", "POPS", "SMTPS", "FTPS", "LDAPS", "ApplePush", "HTTP_Connect", "SOCKS", "RDP", "MySQL", "PostgreSQL"],
        ["XMPP"] = ["Jabber"],
    };

    private static readonly FieldPair[] Fields =
        [new("cipher", ["TLS.CipherSuite", "DTLS.CipherSuite"]), new("status", ["HTTP.Status", "HTTP2.Status"], FieldNames.FinalStatus), new("agent", ["HTTP.UserAgent", "HTTP2.UserAgent", "QUIC.UserAgent", "RTSP.UserAgent"])];

    public static void Compare(MeteredCapture ours, string report, CaptureChecks checks)
    {
        foreach (var theirs in NdpiFlow.ParseAll(report).GroupBy(flow => flow.Ends))
        {
            var flows = ours.FlowsOf(theirs.Key);
            var totals = theirs.Aggregate(default(EndsTotals), (sum, flow) => sum + flow.Totals);
            // nDPI counts whole frames, within tunnels too; the model counts what is left of them there.
            bool inner = flows.Any(flow => flow.ParentUUID is not null);
            var counted = ours.TotalsOf(theirs.Key)?.WithHeader(ours.PseudoHeader);
            checks.Compare(CheckNames.Flows, theirs.Key, inner ? counted?.WithoutBytes : counted, inner ? totals.WithoutBytes : totals);
            if (flows.Count > 0)
                CompareFacts(checks, theirs.Key, flows, [.. theirs]);
        }
    }

    private static void CompareFacts(CaptureChecks checks, FlowEnds ends, IReadOnlyList<Flow> flows, NdpiFlow[] theirs)
    {
        string? Theirs(Func<NdpiFlow, string?> fact) => theirs.Select(fact).FirstOrDefault(value => value is not null);
        bool encrypted = Theirs(flow => flow.TlsVersion ?? flow.Ja4) is not null || theirs.Any(flow => flow.Protocols[0] is "QUIC");
        bool quic = flows.Any(flow => flow.Details.TryGet("QUIC", out _));
        if (encrypted)
        {
            var name = Theirs(flow => flow.Sni)?.ToLowerInvariant();
            // Before STARTTLS it is the name in the server's greeting.
            bool isGreeted = name is not null && FlowFacts.First(flows, "SMTP.Greeting", "POP3.Greeting", "IMAP.Greeting", "FTP.Greeting")?.Contains(name, StringComparison.OrdinalIgnoreCase) == true;
            Check(CheckNames.Sni, FlowFacts.First(flows, "TLS.SNI", "QUIC.SNI", "DTLS.SNI")?.ToLowerInvariant() ?? (isGreeted ? name : null), name);
            Check(CheckNames.Alpn, FlowFacts.List(flows, ';', "TLS.ALPN", "QUIC.ALPN", "DTLS.ALPN"), Theirs(flow => flow.Alpn));
            // nDPI's first part has a form of its own (JA4's tool is right); the hashes of suites and extensions are the same.
            Check("JA4's hashes", Hashes(FlowFacts.First(flows, "TLS.JA4", "QUIC.JA4", "DTLS.JA4")), Hashes(Theirs(flow => flow.Ja4)));
            // QUIC has its own versions; that it carries TLS 1.3 is in each of them.
            if (!quic)
                Check(CheckNames.TlsVersion, FlowFacts.First(flows, "TLS.Version", "DTLS.Version") is { } version ? FieldNames.TlsVersion(version) : null, Theirs(flow => flow.TlsVersion));
        }
        // nDPI finds agents in protocols, and in bytes of none, that Steffi only names.
        foreach (var field in Fields.Where(field => field.Ours.Any(path => flows.Any(flow => flow.Details.TryGet(path.Split('.')[0], out _)))))
            field.Compare(checks, "cipher, status, agent", ends, flows, [Theirs(flow => field.Theirs switch { "cipher" => flow.Cipher, "status" => flow.HttpStatus, _ => flow.UserAgent })]);
        if (flows.FirstOrDefault(flow => flow.ApplicationBy == "dissector") is { } claimed)
        {
            var protocols = theirs.SelectMany(flow => flow.Protocols).Distinct().ToArray();
            bool equal = Names.GetValueOrDefault(claimed.Application, [claimed.Application]).Intersect(protocols, StringComparer.OrdinalIgnoreCase).Any();
            Check(CheckNames.Application, claimed.Application, equal ? claimed.Application : string.Join('.', protocols));
        }

        void Check(string check, string? ours, string? other)
        {
            if (other is not null)
                checks.Compare(check, ends, ours, other);
        }
    }

    // An empty list is twelve zeros by JA4's definition; nDPI hashes the empty text.
    private static string? Hashes(string? ja4) => ja4 is null ? null : ja4[(ja4.IndexOf('_') + 1)..].Replace("e3b0c44298fc", "000000000000", StringComparison.Ordinal);
}
