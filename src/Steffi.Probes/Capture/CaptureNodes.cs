using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>
/// Keeps the list Captures on the nodes of captured interfaces. What a capture says of itself is written at once; counters, which change all the time,
/// at growing intervals, so that a busy interface does not fill its history with them. Used by one thread at a time.
/// </summary>
internal sealed class CaptureNodes(Graph graph, CaptureHostOptions options, ILogger log)
{
    private const string Key = "Captures", Tid = "TID";
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private readonly Dictionary<ElementId, Shown> nodes = [];

    /// <summary>Takes away what an earlier process left.</summary>
    public void Clear() => Write([.. from node in graph.Live.Nodes where node.Host == graph.Options.Host && node.Contains(Key) select (node.Id, Removal())]);

    /// <summary>Makes the nodes say what there is.</summary>
    /// <param name="points">Every capture on every interface.</param>
    public void Show(IReadOnlyList<(CaptureRequest Request, CapturePoint Point)> points)
    {
        var now = options.Time.GetUtcNow();
        var view = graph.Live;
        var patches = new List<(ElementId, MetadataPatch)>();
        var byNode = points.ToLookup(one => one.Point.Node);
        foreach (var gone in nodes.Keys.Where(id => !byNode.Contains(id)).ToList())
        {
            nodes.Remove(gone);
            patches.Add((gone, Removal()));
        }
        foreach (var group in byNode)
        {
            // An interface may be gone before its captures are.
            if (!view.TryGetNode(group.Key, out var node))
                continue;
            if (!nodes.TryGetValue(group.Key, out var shown))
                nodes[group.Key] = shown = new Shown();
            // Whoever writes the node may have replaced all of it.
            var isMissing = !(node.Contains(Key) && node.Contains(Tid));
            if (!shown.Take([.. group.Select(one => one.Point)], now, options.CountersEvery) && !isMissing)
                continue;
            var patch = new MetadataPatch { [Key] = MetadataValue.List(group.Select(one => (MetadataValue)one.Point.ToMetadata(one.Request))) };
            // What flows name the interface by; it stays when the capture is over, as they do.
            if (!node.Contains(Tid))
                patch[Tid] = group.Key.ToString();
            patches.Add((group.Key, patch));
        }
        Write(patches);
    }

    private static MetadataPatch Removal() => new MetadataPatch().Remove(Key);

    private void Write(List<(ElementId Node, MetadataPatch Patch)> patches)
    {
        if (patches.Count == 0)
            return;
        try
        {
            graph.Write(transaction =>
            {
                foreach (var (node, patch) in patches)
                    if (transaction.ContainsNode(node))
                        transaction.UpdateNode(node, patch);
            });
        }
        catch (Exception e) when (e is TransactionException or ObjectDisposedException or IOException)
        {
            log.LogError(e, "The captures could not be written on their nodes");
        }
    }

    private sealed class Shown
    {
        private CapturePoint[] points = [];
        private DateTimeOffset due;
        private TimeSpan period = Soonest;

        /// <summary>Whether the node has to be written now.</summary>
        public bool Take(CapturePoint[] next, DateTimeOffset now, TimeSpan longest)
        {
            if (!next.Select(Facts).SequenceEqual(points.Select(Facts)))
                period = Soonest;
            else if (now < due || next.Select(Counts).SequenceEqual(points.Select(Counts)))
                return false;
            else
                period = period * 2 < longest ? period * 2 : longest;
            points = next;
            due = now + period;
            return true;
        }

        private static CapturePoint Facts(CapturePoint point) =>
            point with { Counters = default, Metering = default, Dissectors = [], CPUTime = default };

        // Not the CPU time: it grows without packets too.
        private static object Counts(CapturePoint point) => (point.Counters, point.Metering with { Memory = 0 }, point.Dissectors.Sum(dissector => dissector.Thrown));
    }
}
