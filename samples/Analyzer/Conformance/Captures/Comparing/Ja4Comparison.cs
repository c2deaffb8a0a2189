namespace Steffi.Analyzer.Conformance;

/// <summary>Fingerprints against JA4's own tools.</summary>
internal static class Ja4Comparison
{
    public static void Compare(MeteredCapture ours, CaptureChecks checks)
    {
        var records = checks.Read("ja4.json", (_, text) => Ja4Record.ParseJson(text).ToList()).Concat(checks.Read("ja4.snap", (_, text) => Ja4Record.ParseSnapshot(text).ToList()));
        foreach (var stream in records.SelectMany(found => found).GroupBy(record => record.Ends))
        {
            var flows = ours.FlowsOf(stream.Key);
            Func<string, string>? normalise = stream.All(record => HasOldMark(record.Ja4)) ? WithOldMark : null;
            new FieldPair("", ["TLS.JA4", "QUIC.JA4", "DTLS.JA4"], normalise).Compare(checks, CheckNames.Ja4, stream.Key, flows, stream.Select(record => record.Ja4));
            new FieldPair("", ["TLS.SNI", "QUIC.SNI", "DTLS.SNI"]).Compare(checks, CheckNames.Sni, stream.Key, flows, stream.Select(record => string.IsNullOrEmpty(record.Sni) ? null : record.Sni));
        }
    }

    // The tools behind the corpus wrote 99 for a first protocol that is no ASCII; the definition has digits of its hexadecimal form since.
    private static bool HasOldMark(string ja4) => ja4.Length > 10 && ja4[8..10] == "99";

    private static string WithOldMark(string ja4) => ja4.Length > 10 ? $"{ja4[..8]}99{ja4[10..]}" : ja4;
}
