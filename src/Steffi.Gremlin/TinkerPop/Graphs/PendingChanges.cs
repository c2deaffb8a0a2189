namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// What a query has changed so far, seen by its later steps before the transaction is committed. Every change goes to the
/// transaction at once, which refuses what cannot be.
/// </summary>
internal sealed class PendingChanges(Transaction change)
{
    private readonly Dictionary<ElementId, Vertex> _vertices = [];
    private readonly Dictionary<ElementId, EdgeElement> _edges = [];
    private readonly Dictionary<(ElementId, EdgeDirection), List<EdgeElement>> _ends = [];
    private readonly Dictionary<TraversalElement, Metadata> _metadata = [];
    private readonly HashSet<ElementId> _removed = [];

    // Steps may add while an earlier one still reads: what is read is a copy.
    public IReadOnlyCollection<Vertex> AddedVertices => [.. _vertices.Values];

    public IReadOnlyCollection<EdgeElement> AddedEdges => [.. _edges.Values];

    public bool IsEmpty => _metadata.Count == 0 && _removed.Count == 0;

    public bool IsRemoved(ElementId id) => _removed.Contains(id);

    public Vertex? FindVertex(ElementId id) => _vertices.GetValueOrDefault(id);

    public EdgeElement? FindEdge(ElementId id) => _edges.GetValueOrDefault(id);

    public IReadOnlyCollection<EdgeElement> AddedTo(ElementId vertex, EdgeDirection direction) =>
        _ends.TryGetValue((vertex, direction), out var edges) ? [.. edges] : [];

    public bool TryGetMetadata(TraversalElement element, out Metadata metadata) => _metadata.TryGetValue(element, out metadata);

    public Vertex AddVertex(ElementId? id, Metadata metadata)
    {
        var vertex = new Vertex(id ?? ElementId.New());
        Do(() => change.AddNode(vertex.Id, metadata), $"Vertex with id already exists: {vertex.Id}", change.ContainsNode(vertex.Id));
        _vertices[vertex.Id] = vertex;
        _metadata[vertex] = metadata;
        return vertex;
    }

    public EdgeElement AddEdge(ElementId? id, Vertex from, Vertex to, Metadata metadata)
    {
        var edge = new EdgeElement(id ?? ElementId.New(), from.Id, to.Id);
        Do(() => change.AddEdge(edge.Id, from.Id, to.Id, metadata), $"Edge with id already exists: {edge.Id}", change.ContainsEdge(edge.Id));
        _edges[edge.Id] = edge;
        _metadata[edge] = metadata;
        EndsOf(from.Id, EdgeDirection.Out).Add(edge);
        EndsOf(to.Id, EdgeDirection.In).Add(edge);
        return edge;
    }

    public void Replace(TraversalElement element, Metadata metadata)
    {
        if (element is EdgeElement edge) change.ReplaceEdge(edge.Id, edge.OutId, edge.InId, metadata);
        else change.ReplaceNode(element.Id, metadata);
        _metadata[element] = metadata;
    }

    /// <summary>Ends an element; a vertex with its edges.</summary>
    public void Remove(TraversalElement element, TraversalGraph graph)
    {
        if (!_removed.Contains(element.Id) && element is Vertex vertex)
        {
            foreach (var edge in graph.EdgesOf(vertex, EdgeDirection.Both, []).ToList()) Remove(edge, graph);
            change.DeleteNode(vertex.Id);
            _vertices.Remove(vertex.Id);
        }
        else if (element is EdgeElement edge)
        {
            change.DeleteEdge(edge.Id);
            _edges.Remove(edge.Id);
            EndsOf(edge.OutId, EdgeDirection.Out).Remove(edge);
            EndsOf(edge.InId, EdgeDirection.In).Remove(edge);
        }

        _removed.Add(element.Id);
    }

    private List<EdgeElement> EndsOf(ElementId vertex, EdgeDirection direction)
    {
        if (!_ends.TryGetValue((vertex, direction), out var edges)) _ends[(vertex, direction)] = edges = [];
        return edges;
    }

    private static void Do(Action act, string conflict, bool exists)
    {
        if (exists) throw new StepFailure(conflict);
        act();
    }
}
