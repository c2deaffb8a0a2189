using System.Globalization;
using System.Text.RegularExpressions;

namespace Steffi.Analyzer.Conformance;

/// <summary>A flow's line in the output of ndpiReader.</summary>
internal sealed partial record NdpiFlow(FlowEnds Ends, EndsTotals Totals, string[] Protocols, string? Sni, string? Alpn, string? TlsVersion, string? Ja4, string Line)
{
    /// <summary>What stands in brackets behind a name; null where there is none.</summary>
    public string? this[string fact] => fact switch
    {
        "cipher" => Fact(NegotiatedCipher().Match(Line)),
        "status" => Fact(StatusCode().Match(Line)),
        "agent" => Fact(Agent().Match(Line)),
        "URL" => Fact(Location().Match(Line)),
        "content type" => Fact(ContentType().Match(Line)),
        "QUIC version" => Fact(QuicVersion().Match(Line)),
        "VLAN" => Fact(Tag().Match(Line)),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, null),
    };

    /// <summary>Every TCP and UDP flow of a report.</summary>
    public static IEnumerable<NdpiFlow> ParseAll(string report)
    {
        foreach (var line in report.Split('\n'))
            if (FlowLine().Match(line) is { Success: true } match && Counts().Match(line) is { Success: true } counts)
                yield return Parse(match, counts, line);
    }

    private static NdpiFlow Parse(Match match, Match counts, string line)
    {
        var ends = FlowEnds.Of(match.Groups["protocol"].Value, Address(match, "a"), (int)Number(match, "pa"), Address(match, "b"), (int)Number(match, "pb"), out bool swapped);
        return new NdpiFlow(ends, EndsTotals.Of(swapped, Number(counts, "p1"), Number(counts, "b1"), Number(counts, "p2"), Number(counts, "b2")),
            Protocol().Match(line).Groups[1].Value.Split('.'), Fact(Name().Match(line)), Fact(Advertised().Match(line)), TlsVersionOf(line), Fact(Fingerprint().Match(line)), line);
    }

    // Without a cipher no server has answered: then nDPI shows the field that TLS 1.3 no longer uses, and the list of the versions offered beside it.
    private static string? TlsVersionOf(string line) =>
        !line.Contains("[Cipher: ", StringComparison.Ordinal) && Fact(Offered().Match(line)) is { } offered ? offered.Split(';').Where(version => version.StartsWith("TLSv", StringComparison.Ordinal)).Max()
        : Fact(Version().Match(line));

    private static string Address(Match match, string group) => match.Groups[group].Value.Trim('[', ']');

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string? Fact(Match match) => match.Success ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^\t\d+\t(?<protocol>TCP|UDP) (?<a>\[[^\]]+\]|[\d.]+):(?<pa>\d+) <?-> (?<b>\[[^\]]+\]|[\d.]+):(?<pb>\d+) ")]
    private static partial Regex FlowLine();

    [GeneratedRegex(@"\[(?<p1>\d+) pkts/(?<b1>\d+) bytes <?-> (?<p2>\d+) pkts/(?<b2>\d+) bytes\]")]
    private static partial Regex Counts();

    [GeneratedRegex(@"\[proto: [^\]/]*/([^\]]*)\]")]
    private static partial Regex Protocol();

    [GeneratedRegex(@"\[Hostname/SNI: ([^\]]*)\]")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[\(Advertised\) ALPNs: ([^\]]*)\]")]
    private static partial Regex Advertised();

    [GeneratedRegex(@"\[(D?TLSv[\d.]+|SSLv\d)\]")]
    private static partial Regex Version();

    [GeneratedRegex(@"\[TLS Supported Versions: ([^\]]*)\]")]
    private static partial Regex Offered();

    [GeneratedRegex(@"\[Cipher: ([^\]]*)\]")]
    private static partial Regex NegotiatedCipher();

    [GeneratedRegex(@"\[StatusCode: (\d+)\]")]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\[User-Agent: ([^\]]*)\]")]
    private static partial Regex Agent();

    [GeneratedRegex(@"\[URL: ([^\]]*)\]")]
    private static partial Regex Location();

    [GeneratedRegex(@"\[Content-Type: ([^\]]*)\]")]
    private static partial Regex ContentType();

    [GeneratedRegex(@"\[QUIC ver: ([^\]]*)\]")]
    private static partial Regex QuicVersion();

    [GeneratedRegex(@"\[VLAN: (\d+)\]")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\[JA4: ([^\]]*)\]")]
    private static partial Regex Fingerprint();
}
