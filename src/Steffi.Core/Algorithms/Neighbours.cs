namespace Steffi;

/// <summary>The nodes at the other ends of a node's edges in a view; a node comes once for each edge.</summary>
internal ref struct Neighbours(GraphView view, NodeEntry node, Func<Edge, bool>? follow)
{
    private EdgeEntry?[]? _edges;
    private int _count;
    private int _next;
    private int _side;   // 0: not begun, 1: out, 2: in
    public NodeEntry Current { get; private set; } = null!;

    public readonly Neighbours GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            while (_next < _count)
            {
                var edge = _edges![_next++];
                if (edge is null || view.Find(edge) is not { } at || (follow is not null && !follow(new Edge(view, edge, at))))
                    continue;
                Current = _side == 1 ? edge.Child : edge.Parent;
                return true;
            }
            if (_side == 2)
                return false;
            _next = 0;
            _edges = ++_side == 1 ? node.Out.Array(out _count) : node.In.Array(out _count);
        }
    }
}
