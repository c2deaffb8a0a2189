namespace Steffi;

/// <summary>The nodes at the other ends of a node's edges in a view; a node comes once for each edge.</summary>
internal ref struct Neighbours(GraphView view, NodeEntry node, Func<Edge, bool>? follow)
{
    private IncidentEdges _edges = node.Edges;

    public NodeEntry Current { get; private set; } = null!;

    public readonly Neighbours GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_edges.MoveNext())
        {
            var edge = _edges.Current;
            if (view.Find(edge) is not { } at || (follow is not null && !follow(new Edge(view, edge, at))))
                continue;
            Current = _edges.IsInward ? edge.Parent : edge.Child;
            return true;
        }
        return false;
    }
}
