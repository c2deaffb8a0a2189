namespace Steffi;

/// <summary>A change of one element at the instant when it happened.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Change">What happened; a deleted element is shown as it was last.</param>
public readonly record struct DatedChange(DateTimeOffset Time, ElementChange Change)
{
    /// <summary>The changes after an instant that had an effect, in the order of their time, and of their arrival where times are equal.</summary>
    internal static IReadOnlyList<DatedChange> After(GraphView view, long ticks, CancellationToken cancel)
    {
        var found = new List<(Element Element, Revision At)>();
        var tables = view.Graph.Tables;
        for (int i = 0; i < view.NodeIndexLimit; i++)
        {
            if (i % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            if (tables.Nodes[i] is { } node)
                Collect(node, node.HeadAt(view.Version), ticks, found);
        }
        for (int i = 0; i < view.EdgeIndexLimit; i++)
        {
            if (i % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            if (tables.Edges[i] is var edge && !(edge.IsPlain && edge.FirstTime <= ticks))
                Collect(edge, edge.HeadAt(view.Version), ticks, found);
        }
        // An edge that ends with its node carries the number of the node's event: elements of one number keep the order above.
        return [.. found.OrderBy(item => item.At.Time).ThenBy(item => item.At.Number).Select(item => Of(view, item.Element, item.At))];
    }

    private static void Collect(Element element, Revision? head, long ticks, List<(Element Element, Revision At)> found)
    {
        for (var at = head; at is not null && at.Time > ticks; at = at.Previous)
        {
            if (at.Alive || at.Previous is { Alive: true })
                found.Add((element, at));
        }
    }

    private static DatedChange Of(GraphView view, Element element, Revision at)
    {
        var kind = !at.Alive ? ChangeKind.Deleted : at.Previous is { Alive: true } ? ChangeKind.Updated : ChangeKind.Added;
        var shown = at.Alive ? at : at.Previous!;
        var change = element.Node is { } node
            ? new ElementChange(kind, new Node(view, node, shown), null, IsLate: false)
            : new ElementChange(kind, null, new Edge(view, element.Edge, shown), IsLate: false);
        return new(Instant.FromTicks(at.Time), change);
    }
}
