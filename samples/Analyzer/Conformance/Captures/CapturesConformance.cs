using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Analyzer.Conformance;

/// <summary>Meters every capture of an index with everything switched on, and compares with what other tools said of it.</summary>
internal sealed class CapturesConformance(CaptureCatalog dissectors)
{
    public CheckTable Run(IReadOnlyList<IndexedCapture> captures, CancellationToken cancel)
    {
        var table = new CheckTable();
        foreach (var capture in captures)
        {
            cancel.ThrowIfCancellationRequested();
            var checks = table.For(capture);
            checks.Try(capture.Name, () => Compare(capture, checks));
        }
        return table;
    }

    private void Compare(IndexedCapture capture, CaptureChecks checks)
    {
        var ours = MeteredCapture.Read(capture.Path, Options(), withoutPadding: false);
        checks.Compare(CheckNames.Frames, "", ours.Frames, capture.Frames);
        checks.Compare(CheckNames.OriginalBytes, "", ours.OriginalBytes, capture.OriginalBytes);
        switch (capture.Corpus)
        {
            case "ndpi":
                NdpiComparison.Compare(ours, checks);
                break;
            case "zeek":
                ZeekComparison.Compare(MeteredCapture.Read(capture.Path, Options() with { IPDefrag = true }, withoutPadding: true), checks);
                break;
            case "ja4":
                Ja4Comparison.Compare(ours, checks);
                break;
            case "tcpdump":
                TcpdumpComparison.Compare(ours, checks);
                break;
            case "suricata":
                SuricataComparison.Compare(ours, checks);
                break;
            default:
                throw new InvalidDataException($"no references of a corpus '{capture.Corpus}' are known; its frames and bytes were compared");
        }
    }

    private FlowTableOptions Options() => new()
    {
        // No reference looks at link addresses.
        LayerKeyMode = LayerKeyMode.L3,
        // Each flow once, when it ends.
        UpdateEvery = TimeSpan.MaxValue,
        Classify = true,
        Dissectors = dissectors.MakeDissectors(),
    };
}
