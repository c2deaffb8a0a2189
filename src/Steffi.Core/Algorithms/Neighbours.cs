namespace Steffi;

/// <summary>The nodes at the other ends of a node's edges in a view, by number; a node comes once for each edge.</summary>
internal ref struct Neighbours(GraphView view, NodeEntry node, Func<Edge, bool>? follow)
{
    private IncidentEdges _edges = new(node, view.Graph.Tables.Edges);

    public int Current { get; private set; }

    public readonly Neighbours GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_edges.MoveNext())
        {
            var edge = _edges.Current;
            if (view.Find(edge) is not { } at || (follow is not null && !follow(new Edge(view, edge, at))))
                continue;
            Current = _edges.IsInward ? edge.ParentIndex : edge.ChildIndex;
            return true;
        }
        return false;
    }
}
