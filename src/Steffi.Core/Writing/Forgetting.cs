namespace Steffi;

/// <summary>Puts one snapshot of each element in place of its history before an instant, and drops what had ended by then.</summary>
/// <remarks>Runs under the writer's lock. Old chains stay reachable for views made before, until the next time.</remarks>
internal static class Forgetting
{
    private const int BatchSize = 1000;

    public static void Before(long instant, GraphWriter writer, IEventStore? store)
    {
        var tables = writer.Tables;
        store?.Forget(Instant.FromTicks(instant), Snapshot(instant, tables, writer.Origins));
        writer.PublishRestated((version, last) =>
        {
            var gone = new HashSet<Element>();
            foreach (var edge in tables.Edges.All)
            {
                if (!Cut(edge, instant, version, last))
                    gone.Add(edge);
            }
            for (int i = 0; i < tables.Nodes.Count; i++)
            {
                if (tables.Nodes[i] is not { } node)
                    continue;
                for (var series = node.Series; series is not null; series = series.Next)
                    series.Forget(instant);
                node.Out.Keep(edge => !gone.Contains(tables.Edges[edge]));
                node.In.Keep(edge => !gone.Contains(tables.Edges[edge]));
                if (!Cut(node, instant, version, last) && node.Out.IsEmpty && node.In.IsEmpty)
                    gone.Add(node);
            }
            tables.Drop(gone);
        });
    }

    private static IEnumerable<IReadOnlyList<EventBatch>> Snapshot(long instant, GraphTables tables, OriginTable origins)
    {
        var nodes = Enumerable.Range(0, tables.Nodes.Count).Select(i => tables.Nodes[i]).OfType<NodeEntry>().Select(node => (Element)node);
        foreach (var part in nodes.Concat(tables.Edges.All.Select(edge => (Element)edge)).Chunk(BatchSize))
        {
            var batches = part
                .Select(entry => (Entry: entry, At: Revision.At(entry.Head, instant - 1)))
                .Where(item => item.At is { Alive: true })
                .GroupBy(item => item.At!.Provenance)
                .Select(group => new EventBatch(group.Key.Host, group.Key.Origin, 0, 1, [.. group.Select(item => EventOf(item.Entry, item.At!))]))
                .ToArray();
            if (batches.Length > 0)
                yield return batches;
        }
        foreach (var part in Samples(instant, tables).Chunk(BatchSize))
        {
            yield return [.. part
                .GroupBy(item => item.Provenance)
                .Select(group => new EventBatch(group.Key.Host, group.Key.Origin, 0, 1, [.. group.Select(item => item.Sample)]))];
        }
        yield return [.. origins.AsBatches()];
    }

    /// <summary>The counters that stand at the instant, and those before them: what they grew by stands there too.</summary>
    private static IEnumerable<(Provenance Provenance, GraphEvent Sample)> Samples(long instant, GraphTables tables)
    {
        for (int i = 0; i < tables.Nodes.Count; i++)
        {
            if (tables.Nodes[i] is not { Series: not null } node || Revision.At(node.Head, instant - 1) is not { Alive: true } at)
                continue;
            for (var series = node.Series; series is not null; series = series.Next)
            {
                var (latest, before) = series.Newest(at.CreatedAt, instant - 1);
                foreach (var row in new[] { before, latest }.OfType<NodeSeries.Row>())
                    yield return (at.Provenance, GraphEvent.NodeSampled(row.Time, node.Id, series.Map, row.Counters));
            }
        }
    }

    private static GraphEvent EventOf(Element entry, Revision at) => new(
        entry.Node is not null ? EventKind.NodeSnapshot : EventKind.EdgeSnapshot, at.Time, entry.Id)
    {
        ParentId = entry.Node is null ? entry.Edge.Parent.Id : default,
        ChildId = entry.Node is null ? entry.Edge.Child.Id : default,
        Metadata = at.Metadata,
        CreatedTicks = at.CreatedAt,
        Revision = at.Ordinal,
    };

    /// <returns>False when the element is to go.</returns>
    private static bool Cut(Element entry, long instant, long version, long last)
    {
        var head = entry.Head;
        DropOlder(entry, last);
        var start = Revision.At(head, instant - 1);
        if (start is null || (start.Previous is null && start.Alive))
            return head is not null;
        var kept = new Stack<Revision>();
        for (var at = head; at != start; at = at!.Previous)
            kept.Push(at!);
        if (!start.Alive && kept.Count == 0)
        {
            // Views made before may still show it: it goes the next time.
            if (start is RewrittenRevision { Previous: null } rewritten)
                return rewritten.Version > last;
            entry.SetHead(Derivation.Restate(null, start, version, head));
            return true;
        }
        var chain = start.Alive ? Derivation.Snapshot(start, kept.Count == 0 ? version : 0, head) : null;
        while (kept.TryPop(out var next))
            chain = Derivation.Restate(chain, next, kept.Count == 0 ? version : 0, head);
        entry.SetHead(chain);
        return true;
    }

    /// <summary>Drops what the last forgetting, or a late event before it, kept for views that were made before.</summary>
    private static void DropOlder(Element entry, long last)
    {
        bool isFirstNeeded = false;
        for (var at = entry.Head; at is not null; at = at.Previous)
        {
            if (at is RewrittenRevision rewritten && rewritten.Version <= last)
                rewritten.Older = null;
            isFirstNeeded |= at.Number == entry.FirstNumber || at is RewrittenRevision { Older: not null };
        }
        if (!isFirstNeeded)
            entry.ForgetFirst();
    }
}
