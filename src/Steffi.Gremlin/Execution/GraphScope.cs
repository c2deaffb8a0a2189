namespace Steffi.Gremlin;

/// <summary>The graph that a query is in: a view, or the part of it that SubGraph cut out.</summary>
internal sealed class GraphScope(GraphView view, TimeWindow? context = null, SubGraph? part = null)
{
    public GraphView View => view;

    /// <summary>The time that Context asked for.</summary>
    public TimeWindow? Context => context;

    /// <summary>Null for the whole view.</summary>
    public SubGraph? Part => part;

    /// <summary>True when an element can come in several revisions.</summary>
    public bool IsWindow => view.Kind == ViewKind.Window;

    public IEnumerable<Node> Nodes => part is null ? view.Nodes : part.Nodes;

    public IEnumerable<Edge> Edges => part is null ? view.Edges : part.Edges;

    public bool Contains(in Edge edge) => part is null || part.Contains(edge);

    public bool TryGetNode(ElementId id, out Node node) =>
        view.TryGetNode(id, out node) && (part is null || part.ContainsNode(node.Index));

    public bool TryGetEdge(ElementId id, out Edge edge) => view.TryGetEdge(id, out edge) && Contains(edge);

    /// <summary>All revisions of a node of a window.</summary>
    public IReadOnlyList<Node> Revisions(ElementId id)
    {
        var revisions = view.Revisions(id);
        return part is null ? revisions : [.. revisions.Where(part.Contains)];
    }
}

/// <summary>Some nodes and some edges of a view. In a window, some of their revisions.</summary>
internal sealed class SubGraph
{
    private readonly IndexSet _nodes;
    private readonly IndexSet _edges;
    private readonly HashSet<Node>? _revisions;

    /// <param name="view">Of all the elements.</param>
    /// <param name="nodes">Each once, or in a window each revision once.</param>
    /// <param name="edges">Each once; both ends are among the nodes.</param>
    public SubGraph(GraphView view, Node[] nodes, Edge[] edges)
    {
        Nodes = nodes;
        Edges = edges;
        // Not given back to the pool: the result may outlive the run.
        _nodes = new IndexSet(view.NodeIndexLimit);
        _edges = new IndexSet(view.EdgeIndexLimit);
        foreach (var node in nodes) _nodes.Add(node.Index);
        foreach (var edge in edges) _edges.Add(edge.Index);
        if (view.Kind == ViewKind.Window) _revisions = [.. nodes];
    }

    public Node[] Nodes { get; }

    public Edge[] Edges { get; }

    public bool ContainsNode(int index) => _nodes.Contains(index);

    public bool Contains(Node revision) => _revisions?.Contains(revision) ?? _nodes.Contains(revision.Index);

    public bool Contains(in Edge edge) => _edges.Contains(edge.Index);
}
