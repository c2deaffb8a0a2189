namespace Steffi.Gremlin.TinkerPop;

/// <summary>A <c>by()</c>: what of an object a step is to look at, and in which order.</summary>
internal sealed class By
{
    public static readonly By Identity = new();

    public string? Key { get; init; }

    public ElementToken? Token { get; init; }

    public Column? Column { get; init; }

    public Traversal? Traversal { get; init; }

    public SortOrder Order { get; init; }

    /// <summary>True for all but a traversal.</summary>
    public bool IsPlain => Traversal is null;

    /// <returns>False where there is nothing: the object is left out, unless ProductiveByStrategy makes it null.</returns>
    public bool TryApply(Traverser traverser, object? value, out object? result)
    {
        if (Find(traverser, value, out result)) return true;
        result = null;
        return traverser.Run.Plan.IsProductive(Key);
    }

    public bool TryApply(Traverser traverser, out object? result) => TryApply(traverser, traverser.Value, out result);

    private bool Find(Traverser traverser, object? value, out object? result)
    {
        if (Traversal is { } traversal) return traversal.TryFirst(traverser.With(value), out result);
        if (Key is { } key) return FindKey(traverser.Run.Graph, value, key, out result);
        if (Token is { } token) return Tokens.TryGet(traverser.Run.Graph, value, token, out result);
        if (Column is { } column) return Columns.TryGet(value, column, out result);
        result = value;
        return true;
    }

    private static bool FindKey(TraversalGraph graph, object? value, string key, out object? result)
    {
        result = null;
        switch (value)
        {
            case TraversalElement element: return graph.TryGet(element, key, out result);
            case TraversalMap map: return map.TryGetValue(key, out result);
            case null: return false;
            // A property of a vertex could have properties of its own; here it has none.
            case VertexProperty: return false;
            default:
                throw new StepFailure(
                    $"The by(\"{key}\") modulator can only be applied to a traverser that is an Element or a Map - it is being applied to [{Describe.Value(value)}] a {Describe.Type(value)} class instead");
        }
    }
}

/// <summary>What <c>T.id</c> and the like give.</summary>
internal static class Tokens
{
    public static bool TryGet(TraversalGraph graph, object? value, ElementToken token, out object? result)
    {
        result = (value, token) switch
        {
            (TraversalElement element, ElementToken.Id) => element.PresentedId,
            (TraversalElement element, ElementToken.Label) => graph.LabelOf(element),
            (ElementProperty property, ElementToken.Key or ElementToken.Label) => property.Key,
            (ElementProperty property, ElementToken.Value) => property.Value,
            (VertexProperty property, ElementToken.Id) => $"{property.Vertex.Id}.{property.Key}",
            (null, _) => null,
            _ => throw new StepFailure($"TokenTraversal support of {Describe.Type(value)} does not allow selection by {token.ToString().ToLowerInvariant()}"),
        };
        return value is not null;
    }
}

/// <summary>What <c>keys</c> and <c>values</c> give.</summary>
internal static class Columns
{
    public static bool TryGet(object? value, Column column, out object? result)
    {
        result = (value, column) switch
        {
            (TraversalMap map, Column.Keys) => new TraversalSet(map.Keys),
            (TraversalMap map, _) => map.Values.ToList(),
            (MapEntry entry, Column.Keys) => entry.Key,
            (MapEntry entry, _) => entry.Value,
            (TraversalPath path, Column.Keys) => path.Labels.Select(labels => (object?)new TraversalSet(labels)).ToList(),
            (TraversalPath path, _) => path.ToList(),
            _ => throw new StepFailure($"The provided object does not have accessible {column.ToString().ToLowerInvariant()}: {Describe.Type(value)}"),
        };
        return true;
    }
}
