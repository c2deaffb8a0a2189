namespace Steffi.Analyzer.Conformance;

/// <summary>Who talked how often against tcpdump's lines.</summary>
internal static class TcpdumpComparison
{
    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        var references = capture.ReferencesOf("tcpdump.").OrderBy(reference => IsVerbose(capture, reference)).ToList();
        if (references.Count == 0)
            return;
        // Every output is of the same packets: the plainest quotes least.
        var text = TcpdumpText.Parse(capture.Read(references[0]));
        foreach (var (ends, packets) in text.Packets)
            checks.Compare(CheckNames.Packets, ends, ours.TotalsOf(ends)?.WithoutBytes, packets);
    }

    private static bool IsVerbose(IndexedCapture capture, string reference)
    {
        // "TEST: tcpdump OPTIONS; TEST: …"
        var test = reference.Split('.', 2)[1];
        test = test[..test.LastIndexOf(".out", StringComparison.Ordinal)];
        var command = capture.MadeBy.Split("; ").FirstOrDefault(made => made.StartsWith(test + ": ", StringComparison.Ordinal)) ?? "";
        return command.Contains(" -v", StringComparison.Ordinal) || command.Contains(" -x", StringComparison.Ordinal);
    }
}
