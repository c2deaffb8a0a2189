namespace Steffi.Gremlin;

/// <summary>The state of one run between two steps: which shape the input has and where it lies. Used by one thread.</summary>
internal sealed class QueryRun : IDisposable
{
    private ElementBuffer<Node> _spareNodes;
    private ElementBuffer<Edge> _spareEdges;
    private Dictionary<string, Node[]>? _names;

    public QueryRun(GraphView view, QueryOptions options, CancellationToken cancellation) : this(view, new Budget(options, cancellation))
    {
    }

    /// <summary>A part of a run that has begun already.</summary>
    public QueryRun(GraphView view, Budget budget)
    {
        Budget = budget;
        Scope = new GraphScope(view);
        HasHistory = budget.Options.History;
        Nodes = new ElementBuffer<Node>(Budget);
        Edges = new ElementBuffer<Edge>(Budget);
        _spareNodes = new ElementBuffer<Node>(Budget);
        _spareEdges = new ElementBuffer<Edge>(Budget);
    }

    public Budget Budget { get; }

    public bool HasHistory { get; }

    public GraphScope Scope { get; private set; }

    public Shape Shape { get; private set; } = Shape.Graph;

    public ElementBuffer<Node> Nodes { get; private set; }

    public ElementBuffer<Edge> Edges { get; private set; }

    public List<MetadataValue> Values { get; private set; } = [];

    /// <summary>True when <see cref="Values"/> is one value and no list, as Count's.</summary>
    public bool IsSingle { get; private set; }

    public List<IReadOnlyList<Node>> Paths { get; private set; } = [];

    public StepRows? Rows { get; private set; }

    /// <summary>What a step that was stopped had found, as its output; nothing where it gives no rows one by one.</summary>
    public void KeepFound(Shape output)
    {
        if (output == Shape.Nodes) HandOnNodes();
        else if (output == Shape.Edges) HandOnEdges();
        else if (output == Shape.Paths) HandOnPaths([]);
        else HandOnValues([]);
    }

    /// <summary>Cuts what the last step handed on.</summary>
    /// <returns>False where it had no more rows.</returns>
    public bool Cut(long rows)
    {
        if (RowCount <= rows) return false;
        var range = new RowRange(0, rows);
        if (Shape == Shape.Nodes) Nodes.Slice(range);
        else if (Shape == Shape.Edges) Edges.Slice(range);
        else if (Shape == Shape.Paths) Paths.RemoveRange((int)rows, Paths.Count - (int)rows);
        else if (Shape is Shape.Values or Shape.NextHops) Values.RemoveRange((int)rows, Values.Count - (int)rows);
        return Shape is not (Shape.Graph or Shape.Open);
    }

    /// <summary>How many rows the last step handed on; a graph is one.</summary>
    public long RowCount => Shape switch
    {
        Shape.Nodes => Nodes.Count,
        Shape.Edges => Edges.Count,
        Shape.Paths => Paths.Count,
        Shape.Graph => 1,
        Shape.Open => Rows!.Count,
        _ => Values.Count,
    };

    /// <summary>An empty buffer for a step's output, while <see cref="Nodes"/> is its input.</summary>
    public ElementBuffer<Node> StartNodes()
    {
        _spareNodes.Clear();
        return _spareNodes;
    }

    /// <inheritdoc cref="StartNodes"/>
    public ElementBuffer<Edge> StartEdges()
    {
        _spareEdges.Clear();
        return _spareEdges;
    }

    /// <summary>Hands on what <see cref="StartNodes"/>'s buffer holds.</summary>
    public void HandOnNodes()
    {
        (Nodes, _spareNodes) = (_spareNodes, Nodes);
        Shape = Shape.Nodes;
    }

    /// <summary>Hands on what <see cref="StartEdges"/>'s buffer holds.</summary>
    public void HandOnEdges()
    {
        (Edges, _spareEdges) = (_spareEdges, Edges);
        Shape = Shape.Edges;
    }

    public void HandOnValues(List<MetadataValue> values)
    {
        (Values, IsSingle, Shape) = (values, false, Shape.Values);
    }

    public void HandOnValue(MetadataValue value)
    {
        (Values, IsSingle, Shape) = ([value], true, Shape.Values);
    }

    public void HandOnNextHops(List<MetadataValue> maps)
    {
        (Values, IsSingle, Shape) = (maps, false, Shape.NextHops);
    }

    public void HandOnPaths(List<IReadOnlyList<Node>> paths)
    {
        (Paths, Shape) = (paths, Shape.Paths);
    }

    /// <summary>Back to the graph, the names kept.</summary>
    public void HandOnGraph() => Shape = Shape.Graph;

    /// <summary>To another graph, where the names mean nothing.</summary>
    public void HandOnGraph(GraphScope scope)
    {
        (Scope, Shape, _names) = (scope, Shape.Graph, null);
    }

    public void HandOn(StepResult result)
    {
        if (result.Rows is { } rows) (Rows, Shape) = (rows, Shape.Open);
        else if (result.Nodes is { } nodes)
        {
            var output = StartNodes();
            foreach (var node in nodes) output.Add(node);
            HandOnNodes();
        }
        else if (result.Edges is { } edges)
        {
            var output = StartEdges();
            foreach (var edge in edges) output.Add(edge);
            HandOnEdges();
        }
        else if (result.IsSingle) HandOnValue(result.Values![0]);
        else HandOnValues([.. result.Values!]);
    }

    public void Remember(string name) => (_names ??= new Dictionary<string, Node[]>(StringComparer.Ordinal))[name] = Nodes.Span.ToArray();

    public bool TryRecall(string name, out Node[] nodes)
    {
        nodes = [];
        return _names is not null && _names.TryGetValue(name, out nodes!);
    }

    public void Dispose()
    {
        Nodes.Dispose();
        Edges.Dispose();
        _spareNodes.Dispose();
        _spareEdges.Dispose();
    }
}
