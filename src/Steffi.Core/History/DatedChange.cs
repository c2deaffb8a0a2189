namespace Steffi;

/// <summary>A change of one element at the instant when it happened.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Change">What happened; a deleted element is shown as it was last.</param>
public readonly record struct DatedChange(DateTimeOffset Time, ElementChange Change)
{
    /// <summary>The changes after an instant that had an effect, in the order of their time, and of their arrival where times are equal.</summary>
    internal static IReadOnlyList<DatedChange> After(GraphView view, long ticks, CancellationToken cancel)
    {
        var found = new List<(Entry Entry, Revision At)>();
        var tables = view.Graph.Tables;
        Collect(tables.Nodes, view.NodeIndexLimit, view.Version, ticks, found, cancel);
        Collect(tables.Edges, view.EdgeIndexLimit, view.Version, ticks, found, cancel);
        // An edge that ends with its node carries the number of the node's event: elements of one number keep the order above.
        return [.. found.OrderBy(item => item.At.Time).ThenBy(item => item.At.Number).Select(item => Of(view, item.Entry, item.At))];
    }

    private static void Collect<T>(
        EntryTable<T> entries, int count, long version, long ticks, List<(Entry Entry, Revision At)> found, CancellationToken cancel) where T : Entry
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            if (entries[i] is not { } entry)
                continue;
            for (var at = entry.HeadAt(version); at is not null && at.Time > ticks; at = at.Previous)
            {
                if (at.Alive || at.Previous is { Alive: true })
                    found.Add((entry, at));
            }
        }
    }

    private static DatedChange Of(GraphView view, Entry entry, Revision at)
    {
        var kind = !at.Alive ? ChangeKind.Deleted : at.Previous is { Alive: true } ? ChangeKind.Updated : ChangeKind.Added;
        var shown = at.Alive ? at : at.Previous!;
        var change = entry is NodeEntry node
            ? new ElementChange(kind, new Node(view, node, shown), null, IsLate: false)
            : new ElementChange(kind, null, new Edge(view, (EdgeEntry)entry, shown), IsLate: false);
        return new(Instant.FromTicks(at.Time), change);
    }
}
