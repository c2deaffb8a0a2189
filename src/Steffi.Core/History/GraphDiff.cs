namespace Steffi;

/// <summary>An element that is not the same in two views: as it stood in the first, and as it stands in the second.</summary>
/// <typeparam name="T"><see cref="Node"/> or <see cref="Edge"/>.</typeparam>
/// <param name="Before">Null where it did not stand.</param>
/// <param name="After">Null where it stands no more.</param>
public readonly record struct Difference<T>(T? Before, T? After) where T : struct
{
    /// <summary>What happened between the views, seen from both ends. An element that ended and began again is an update.</summary>
    public ChangeKind Kind => Before is null ? ChangeKind.Added : After is null ? ChangeKind.Deleted : ChangeKind.Updated;
}

/// <summary>What is not the same in two views of one graph.</summary>
/// <remarks>An edge whose id was used again between other nodes is one that ended and one that began.</remarks>
public sealed class GraphDiff
{
    private GraphDiff(IReadOnlyList<Difference<Node>> nodes, IReadOnlyList<Difference<Edge>> edges)
    {
        Nodes = nodes;
        Edges = edges;
    }

    /// <summary>In the order of the nodes' first appearance in the graph.</summary>
    public IReadOnlyList<Difference<Node>> Nodes { get; }

    /// <summary>In the order of the edges' first appearance in the graph.</summary>
    public IReadOnlyList<Difference<Edge>> Edges { get; }

    /// <summary>Whether both views show the same.</summary>
    public bool IsEmpty => Nodes.Count == 0 && Edges.Count == 0;

    internal static GraphDiff Between(GraphView before, GraphView after, CancellationToken cancel)
    {
        var tables = before.Graph.Tables;
        var nodes = new List<Difference<Node>>();
        for (int i = 0, count = Math.Max(before.NodeIndexLimit, after.NodeIndexLimit); i < count; i++)
        {
            if (i % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            if (tables.Nodes[i] is not { } entry)
                continue;
            var (was, stands) = (before.Find(entry), after.Find(entry));
            if (was != stands && !(was is not null && stands is not null && was.CreatedAt == stands.CreatedAt && was.Metadata == stands.Metadata))
                nodes.Add(new(was is null ? null : new Node(before, entry, was), stands is null ? null : new Node(after, entry, stands)));
        }
        var edges = new List<Difference<Edge>>();
        for (int i = 0, count = Math.Max(before.EdgeIndexLimit, after.EdgeIndexLimit); i < count; i++)
        {
            if (i % 1024 == 0)
                cancel.ThrowIfCancellationRequested();
            var entry = tables.Edges[i];
            Edge? was = before.Find(entry) is { } first ? new Edge(before, entry, first) : null;
            Edge? stands = after.Find(entry) is { } second ? new Edge(after, entry, second) : null;
            if (was != stands && !(was?.CreatedAt == stands?.CreatedAt && was?.Metadata == stands?.Metadata))
                edges.Add(new(was, stands));
        }
        return new GraphDiff(nodes, edges);
    }
}
