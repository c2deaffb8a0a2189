namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>V()</c> and <c>E()</c>: all, or those of ids. Within a traversal once for each traverser.</summary>
internal sealed class GraphStep(bool wantsEdges, object?[]? ids) : FlatMapStep
{
    public bool WantsEdges => wantsEdges;

    public bool WantsAll => ids is null;

    protected override IEnumerable<object?> Expand(Traverser traverser)
    {
        var graph = traverser.Run.Graph;
        if (ids is not null) return ids.Select(id => Find(graph, id)).Where(found => found is not null);
        return wantsEdges ? graph.Edges() : graph.Vertices();
    }

    private object? Find(TraversalGraph graph, object? id) => wantsEdges ? graph.FindEdge(id) : graph.FindVertex(id);
}

/// <summary><c>out</c>, <c>in</c>, <c>both</c> and <c>outE</c>, <c>inE</c>, <c>bothE</c>.</summary>
internal sealed class MoveStep(EdgeDirection direction, bool toEdges, string?[] labels) : FlatMapStep
{
    public EdgeDirection Direction => direction;

    public bool ToEdges => toEdges;

    /// <summary>Of the edges to follow; empty for all, null for one that no edge has.</summary>
    public IReadOnlyList<string?> EdgeLabels => labels;

    /// <summary>True where any edge will do.</summary>
    public bool IsOpen => labels.Length == 0;

    protected override IEnumerable<object?> Expand(Traverser traverser)
    {
        if (traverser.Value is not Vertex vertex) throw new StepFailure($"{Describe.Type(traverser.Value)} has no edges: only a vertex has");
        var graph = traverser.Run.Graph;
        if (toEdges) return graph.EdgesOf(vertex, direction, labels);
        return direction == EdgeDirection.Both
            ? graph.NeighborsOf(vertex, EdgeDirection.Out, labels).Concat(graph.NeighborsOf(vertex, EdgeDirection.In, labels))
            : graph.NeighborsOf(vertex, direction, labels);
    }
}

/// <summary><c>outV</c>, <c>inV</c>, <c>bothV</c>: the ends of an edge.</summary>
internal sealed class EndStep(EdgeDirection end) : FlatMapStep
{
    public EdgeDirection End => end;

    protected override IEnumerable<object?> Expand(Traverser traverser)
    {
        if (traverser.Value is not EdgeElement edge) throw new StepFailure($"{Describe.Type(traverser.Value)} has no ends: only an edge has");
        return new[] { EdgeDirection.Out, EdgeDirection.In }.Where(side => end == EdgeDirection.Both || end == side)
            .Select(side => traverser.Run.Graph.EndOf(edge, side)).Where(vertex => vertex is not null);
    }
}

/// <summary><c>otherV</c>: the end that the traverser did not come from.</summary>
internal sealed class OtherEndStep : MapStep
{
    public override PathMode Paths => PathMode.Full;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        if (traverser.Value is not EdgeElement edge) throw new StepFailure($"{Describe.Type(traverser.Value)} has no ends: only an edge has");
        var from = traverser.Path?.FromEnd().Select(node => node.Value).OfType<Vertex>().FirstOrDefault(vertex => vertex.Id == edge.OutId || vertex.Id == edge.InId)
            ?? throw new StepFailure("otherV() needs to know the vertex that the traverser came from, and it came from none");
        value = traverser.Run.Graph.EndOf(edge, from.Id == edge.OutId ? EdgeDirection.In : EdgeDirection.Out);
        return value is not null;
    }
}
