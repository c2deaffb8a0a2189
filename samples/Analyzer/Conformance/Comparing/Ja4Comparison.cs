namespace Steffi.Analyzer.Conformance;

/// <summary>Fingerprints against JA4's own tools.</summary>
internal static class Ja4Comparison
{
    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        var records = capture.ReferencesOf("ja4.json").SelectMany(reference => Ja4Record.ParseJson(capture.Read(reference)))
            .Concat(capture.ReferencesOf("ja4.snap").SelectMany(reference => Ja4Record.ParseSnapshot(capture.Read(reference))));
        foreach (var stream in records.GroupBy(record => record.Ends))
        {
            var flows = ours.FlowsOf(stream.Key);
            foreach (var ja4 in stream.Select(record => record.Ja4).Distinct())
                new FieldPair("", ["TLS.JA4", "QUIC.JA4", "DTLS.JA4"]).Compare(checks, CheckNames.Ja4, stream.Key, flows, ja4);
            if (stream.Select(record => record.Sni).FirstOrDefault(sni => !string.IsNullOrEmpty(sni)) is { } name)
                new FieldPair("", ["TLS.SNI", "QUIC.SNI", "DTLS.SNI"]).Compare(checks, CheckNames.Sni, stream.Key, flows, name);
        }
    }
}
