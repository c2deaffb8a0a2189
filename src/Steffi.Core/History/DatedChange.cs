namespace Steffi;

/// <summary>A change of one element at the instant when it happened.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Change">What happened; a deleted element is shown as it was last.</param>
public readonly record struct DatedChange(DateTimeOffset Time, ElementChange Change)
{
    /// <summary>The changes after an instant that had an effect, in the order of their time, and of their arrival where times are equal.</summary>
    internal static IReadOnlyList<DatedChange> After(GraphView view, long ticks, CancellationToken cancel)
    {
        var found = new List<(long Time, long Number, DatedChange Change)>();
        var tables = view.Graph.Tables;
        for (int i = 0; i < view.NodeIndexLimit; i++)
        {
            Check(i, cancel);
            if (tables.Nodes[i] is { } node)
                Collect(node, view, ticks, found, (kind, at) => new ElementChange(kind, new Node(view, node, at), null, false));
        }
        for (int i = 0; i < view.EdgeIndexLimit; i++)
        {
            Check(i, cancel);
            if (tables.Edges[i] is { } edge)
                Collect(edge, view, ticks, found, (kind, at) => new ElementChange(kind, null, new Edge(view, edge, at), false));
        }
        // An edge that ends with its node carries the number of the node's event: elements of one number keep the order above.
        return [.. found.OrderBy(item => item.Time).ThenBy(item => item.Number).Select(item => item.Change)];
    }

    private static void Check(int count, CancellationToken cancel)
    {
        if (count % 1024 == 0)
            cancel.ThrowIfCancellationRequested();
    }

    private static void Collect(
        Entry entry, GraphView view, long ticks, List<(long, long, DatedChange)> found, Func<ChangeKind, Revision, ElementChange> change)
    {
        for (var at = entry.HeadAt(view.Version); at is not null && at.Time > ticks; at = at.Previous)
        {
            bool stood = at.Previous is { Alive: true };
            if (at.Alive || stood)
            {
                var kind = !at.Alive ? ChangeKind.Deleted : stood ? ChangeKind.Updated : ChangeKind.Added;
                found.Add((at.Time, at.Number, new(Instant.FromTicks(at.Time), change(kind, at.Alive ? at : at.Previous!))));
            }
        }
    }
}
