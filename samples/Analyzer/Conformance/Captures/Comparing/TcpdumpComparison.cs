namespace Steffi.Analyzer.Conformance;

/// <summary>Who talked how often, and which frames are broken, against tcpdump's lines.</summary>
internal static class TcpdumpComparison
{
    public static void Compare(MeteredCapture ours, CaptureChecks checks)
    {
        // The plainest output quotes least; one made with a filter leaves packets out.
        var capture = checks.Capture;
        var text = checks.Read("tcpdump.", (reference, text) => (IsVerbose: IsVerbose(capture, reference), Parsed: TcpdumpText.Parse(text)))
            .Where(text => text.Parsed.Frames == capture.Frames).OrderBy(text => text.IsVerbose).Select(text => text.Parsed).FirstOrDefault();
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
        var test = System.IO.Path.GetFileNameWithoutExtension(reference.Split('.', 2)[1]);
        var command = capture.MadeBy.Split("; ").FirstOrDefault(made => made.StartsWith(test + ": ", StringComparison.Ordinal)) ?? "";
        return command.Contains(" -v", StringComparison.Ordinal) || command.Contains(" -x", StringComparison.Ordinal);
    }
}
