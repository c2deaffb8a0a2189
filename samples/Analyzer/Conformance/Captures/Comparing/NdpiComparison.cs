using System.Globalization;
using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Flows, and what is in them, against nDPI.</summary>
internal static class NdpiComparison
{
    /// <summary>Facts of what is not encrypted, under the roots that a flow must have: nDPI finds agents in protocols, and in bytes of none, that Steffi only names.</summary>
    private static readonly FieldPair[] Fields =
    [
        new("cipher", ["TLS.CipherSuite", "DTLS.CipherSuite"]), new("status", ["HTTP.Status", "HTTP2.Status"], FieldNames.FinalStatus),
        new("agent", ["HTTP.UserAgent", "HTTP2.UserAgent", "QUIC.UserAgent", "RTSP.UserAgent"]),
        new("URL", ["HTTP.Path"], FieldNames.UrlPath), new("content type", ["HTTP.ContentType"], FieldNames.MediaType), new("QUIC version", ["QUIC.Version"], FieldNames.QuicVersion),
    ];

    private static readonly FieldPair Names = new("name", ["DNS.questions.name", "MDNS.questions.name", "MDNS.answers.name", "LLMNR.questions.name", "HTTP.Host", "DHCPv4.Hostname", "NetBIOS.Name"], FieldNames.Host);

    public static void Compare(MeteredCapture ours, CaptureChecks checks)
    {
        foreach (var theirs in checks.Read("ndpi.out", (_, report) => NdpiFlow.ParseAll(report).ToList()).SelectMany(flows => flows).GroupBy(flow => flow.Ends))
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
        foreach (var field in Fields.Where(field => field.Ours.Any(path => flows.Any(flow => flow.Details.TryGet(path.Split('.')[0], out _)))))
            field.Compare(checks, "cipher, HTTP's fields, QUIC's version", ends, flows, [Theirs(flow => flow[field.Theirs])]);
        if (!encrypted && flows.Any(flow => Names.Ours.Any(path => flow.Details.TryGet(path, out _))))
            Names.Compare(checks, "names of hosts", ends, flows, [Theirs(flow => flow.Sni)]);
        // Of several tags nDPI shows one; within a tunnel, that of the frame around.
        if (Theirs(flow => flow["VLAN"]) is { } vlan && flows.All(flow => flow.ParentUUID is null))
            checks.Compare("VLAN", ends, Tags(flows[0]).FirstOrDefault(tag => tag == vlan) ?? string.Join(' ', Tags(flows[0])), vlan);
        checks.CompareApplication(ends, flows, [.. theirs.SelectMany(flow => flow.Protocols).Distinct()]);

        void Check(string check, string? ours, string? other)
        {
            if (other is not null)
                checks.Compare(check, ends, ours, other);
        }
    }

    private static IEnumerable<string> Tags(Flow flow)
    {
        for (long id = flow.Link?.ID ?? 0; id > 0; id >>= 12)
            yield return (id & 0xFFF).ToString(CultureInfo.InvariantCulture);
    }

    // An empty list is twelve zeros by JA4's definition; nDPI hashes the empty text.
    private static string? Hashes(string? ja4) => ja4 is null ? null : ja4[(ja4.IndexOf('_') + 1)..].Replace("e3b0c44298fc", "000000000000", StringComparison.Ordinal);
}
