namespace Steffi.Gremlin.TinkerPop;

/// <summary>The graph as a traversal sees it: a view, what the query itself has changed so far, and what a strategy lets through.</summary>
internal sealed class TraversalGraph(GraphView view, TraversalPlan plan, PendingChanges? pending)
{
    private readonly LabelKeys _labels = plan.Labels;

    public GraphView View => view;

    public LabelKeys Labels => _labels;

    /// <inheritdoc cref="GremlinDialect.KeepsNulls"/>
    public bool KeepsNulls => plan.KeepsNulls;

    /// <summary>Null where the query only reads.</summary>
    public PendingChanges? Pending => pending;

    /// <summary>What SubgraphStrategy and PartitionStrategy hide; null for nothing.</summary>
    public Func<Vertex, bool>? ShowsVertex { get; set; }

    /// <inheritdoc cref="ShowsVertex"/>
    public Func<EdgeElement, bool>? ShowsEdge { get; set; }

    /// <inheritdoc cref="ShowsVertex"/>
    public Func<VertexProperty, bool>? ShowsProperty { get; set; }

    public IEnumerable<Vertex> Vertices() => Shown(AllVertices());

    public IEnumerable<EdgeElement> Edges() => Shown(AllEdges());

    /// <summary>True where the view itself is what a traversal sees, each element in one revision.</summary>
    public bool IsPlainView => (pending is null || pending.IsEmpty) && ShowsVertex is null && ShowsEdge is null && ShowsProperty is null && view.Kind != ViewKind.Window;

    public Vertex? FindVertex(object? id)
    {
        if (id is Vertex given) id = given.Id.ToString();
        if (IdOf(id) is not { } known) return null;
        var vertex = pending?.FindVertex(known);
        if (vertex is null && view.TryGetNode(known, out var node) && pending?.IsRemoved(known) != true) vertex = new Vertex(node);
        return vertex is not null && ShowsVertex?.Invoke(vertex) != false ? vertex : null;
    }

    public EdgeElement? FindEdge(object? id)
    {
        if (id is EdgeElement given) id = given.Id.ToString();
        if (IdOf(id) is not { } known) return null;
        var edge = pending?.FindEdge(known);
        if (edge is null && view.TryGetEdge(known, out var found) && pending?.IsRemoved(known) != true) edge = Of(found);
        return edge is not null && ShowsEdge?.Invoke(edge) != false ? edge : null;
    }

    /// <param name="vertex">Where to start.</param>
    /// <param name="direction">Both gives the outgoing ones first; a loop comes twice.</param>
    /// <param name="edgeLabels">Any of these; empty for all.</param>
    public IEnumerable<EdgeElement> EdgesOf(Vertex vertex, EdgeDirection direction, string?[] edgeLabels) =>
        direction == EdgeDirection.Both
            ? EdgesAt(vertex, EdgeDirection.Out, edgeLabels).Concat(EdgesAt(vertex, EdgeDirection.In, edgeLabels))
            : EdgesAt(vertex, direction, edgeLabels);

    /// <summary>The vertices at the other ends of a vertex's edges, one an edge.</summary>
    public IEnumerable<Vertex> NeighborsOf(Vertex vertex, EdgeDirection side, string?[] edgeLabels)
    {
        if (pending is null && ShowsEdge is null && ShowsVertex is null && vertex.Node is { } node)
        {
            // Most walks: no object is made of the edges.
            foreach (var edge in side == EdgeDirection.Out ? node.OutEdges : node.InEdges)
            {
                if (HasLabel(edge, edgeLabels)) yield return new Vertex(side == EdgeDirection.Out ? edge.Child : edge.Parent);
            }

            yield break;
        }

        foreach (var edge in EdgesAt(vertex, side, edgeLabels))
        {
            if (EndOf(edge, side == EdgeDirection.Out ? EdgeDirection.In : EdgeDirection.Out) is { } end) yield return end;
        }
    }

    /// <summary>The vertex at an end; null where a strategy hides it.</summary>
    public Vertex? EndOf(EdgeElement edge, EdgeDirection end)
    {
        if (pending is null && edge.Edge is { } stored)
        {
            var node = end == EdgeDirection.Out ? stored.Parent : stored.Child;
            var vertex = new Vertex(node);
            return ShowsVertex?.Invoke(vertex) != false ? vertex : null;
        }

        return FindVertex((end == EdgeDirection.Out ? edge.OutId : edge.InId).ToString());
    }

    public Metadata MetadataOf(TraversalElement element)
    {
        if (pending is not null && pending.TryGetMetadata(element, out var metadata)) return metadata;
        return element switch
        {
            Vertex { Node: { } node } => node.Metadata,
            EdgeElement { Edge: { } edge } => edge.Metadata,
            _ => default,
        };
    }

    public string LabelOf(TraversalElement element)
    {
        TryRead(element, element is Vertex ? _labels.VertexPath : _labels.EdgePath, out var value);
        return value.Kind == Steffi.ValueKind.String ? value.AsString() : element is Vertex ? LabelKeys.DefaultVertex : LabelKeys.DefaultEdge;
    }

    /// <summary>The value at a key: a dotted path, or the key as it is.</summary>
    public bool TryGet(TraversalElement element, string key, out object? value)
    {
        var isHeld = TryRead(element, MetadataPath.Of(key), out var found)
            || key.Contains('.', StringComparison.Ordinal) && MetadataOf(element).TryGetWhole(key, out found);
        value = isHeld ? TypedValue.Read(found) : null;
        return isHeld && IsValue(found) && (ShowsProperty is null || Shows(Property(element, key, value)));
    }

    /// <summary>All properties, or those of some keys, the label's own key left out unless it is asked for.</summary>
    public IEnumerable<ElementProperty> PropertiesOf(TraversalElement element, string?[] keys)
    {
        if (keys.Length > 0)
        {
            foreach (var key in keys)
            {
                if (key is not null && TryGet(element, key, out var value)) yield return Property(element, key, value);
            }

            yield break;
        }

        var label = element is Vertex ? _labels.Vertex : _labels.Edge;
        foreach (var (key, value) in MetadataOf(element))
        {
            if (key == label || !IsValue(value)) continue;
            var property = Property(element, key, TypedValue.Read(value));
            if (Shows(property)) yield return property;
        }
    }

    public static ElementProperty Property(TraversalElement element, string key, object? value) =>
        element is Vertex vertex ? new VertexProperty(vertex, key, value) : new EdgeProperty((EdgeElement)element, key, value);

    public static string? TextOfId(object? id) => id switch
    {
        null => null,
        string text => text,
        TraversalElement element => element.Id.ToString(),
        _ when NumberKinds.Of(id) != NumberKind.None || id is Guid => Describe.Value(id),
        _ => null,
    };

    private static ElementId? IdOf(object? id) => TextOfId(id) is { Length: > 0 } text ? (ElementId?)text : null;

    private bool TryRead(TraversalElement element, MetadataPath path, out MetadataValue value) =>
        pending is null && element is Vertex { Node: { } node } ? node.TryGet(path, out value) : MetadataOf(element).TryGet(path, out value);

    private bool IsValue(MetadataValue value) => KeepsNulls || !value.IsNull;

    private IEnumerable<Vertex> AllVertices()
    {
        // What is added while this is read is not part of it.
        var added = pending?.AddedVertices ?? [];
        foreach (var node in view.Nodes)
        {
            if (pending?.IsRemoved(node.Id) != true) yield return new Vertex(node);
        }

        foreach (var vertex in added) yield return vertex;
    }

    private IEnumerable<EdgeElement> AllEdges()
    {
        var added = pending?.AddedEdges ?? [];
        foreach (var edge in view.Edges)
        {
            if (pending?.IsRemoved(edge.Id) != true) yield return Of(edge);
        }

        foreach (var edge in added) yield return edge;
    }

    private IEnumerable<EdgeElement> EdgesAt(Vertex vertex, EdgeDirection direction, string?[] edgeLabels)
    {
        var added = pending?.AddedTo(vertex.Id, direction) ?? [];
        if (vertex.Node is { } node)
        {
            foreach (var stored in direction == EdgeDirection.Out ? node.OutEdges : node.InEdges)
            {
                if (pending?.IsRemoved(stored.Id) == true || !HasLabel(stored, edgeLabels)) continue;
                var edge = Of(stored);
                if (ShowsEdge?.Invoke(edge) != false) yield return edge;
            }
        }

        foreach (var edge in added)
        {
            if ((edgeLabels.Length == 0 || Array.IndexOf(edgeLabels, LabelOf(edge)) >= 0) && ShowsEdge?.Invoke(edge) != false) yield return edge;
        }
    }

    /// <summary>Compares the label where it lies, without making a string of it.</summary>
    private bool HasLabel(in Edge edge, string?[] edgeLabels)
    {
        if (edgeLabels.Length == 0) return true;
        if (pending is not null) return Array.IndexOf(edgeLabels, LabelOf(Of(edge))) >= 0;
        foreach (var label in edgeLabels)
        {
            if (label is not null && edge.Metadata.ValueEquals(_labels.EdgePath, label) || label == LabelKeys.DefaultEdge && !edge.TryGet(_labels.EdgePath, out _)) return true;
        }

        return false;
    }

    private static EdgeElement Of(Edge edge) => new(edge);

    private bool Shows(ElementProperty property) => ShowsProperty is null || property is not VertexProperty held || ShowsProperty(held);

    private IEnumerable<Vertex> Shown(IEnumerable<Vertex> vertices) => ShowsVertex is { } shows ? vertices.Where(shows) : vertices;

    private IEnumerable<EdgeElement> Shown(IEnumerable<EdgeElement> edges) => ShowsEdge is { } shows ? edges.Where(shows) : edges;
}
