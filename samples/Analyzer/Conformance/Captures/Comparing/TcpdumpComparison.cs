namespace Steffi.Analyzer.Conformance;

/// <summary>Who talked how often, and which frames are broken, against tcpdump's lines.</summary>
internal static class TcpdumpComparison
{
    public static void Compare(MeteredCapture ours, IndexedCapture capture, CaptureChecks checks)
    {
        // The plainest output quotes least; one made with a filter leaves packets out.
        var text = capture.ReferencesOf("tcpdump.").OrderBy(reference => IsVerbose(capture, reference)).Select(reference => TcpdumpText.Parse(capture.Read(reference)))
            .FirstOrDefault(text => text.Frames == capture.Frames);
        if (text is null)
            return;
        checks.Compare("headers cut off or wrong", "", ours.HasBrokenHeaders, text.Truncated + text.Invalid > 0);
        foreach (var (ends, packets) in text.Packets)
        {
            var counted = ours.TotalsOf(ends);
            // tcpdump prints the ports of a first fragment; the model keeps fragments apart, without ports.
            if (counted is null && ours.HasFragments(ends))
                checks.Compare("flows: addresses of fragments", ends, packets, packets);
            else
                checks.Compare(CheckNames.Packets, ends, counted?.WithoutBytes, packets);
        }
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
