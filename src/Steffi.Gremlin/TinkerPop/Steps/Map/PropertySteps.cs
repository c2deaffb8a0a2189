namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>properties</c> and <c>values</c>.</summary>
internal sealed class PropertiesStep(string?[] keys, bool wantsValues) : FlatMapStep
{
    /// <summary>The key where only its value is asked for; else null.</summary>
    public string? OnlyValueOf => wantsValues && keys is [var only] ? only : null;

    protected override IEnumerable<object?> Expand(Traverser traverser) => traverser.Value switch
    {
        TraversalElement element when OnlyValueOf is { } key => traverser.Run.Graph.TryGet(element, key, out var value) ? [value] : [],
        TraversalElement element => traverser.Run.Graph.PropertiesOf(element, keys).Select(property => wantsValues ? property.Value : (object)property),
        // A property could have properties itself; here it has none.
        VertexProperty => [],
        var other => throw new StepFailure($"{Describe.Type(other)} has no properties: only an element has"),
    };
}

/// <summary><c>id</c>, <c>label</c>, <c>key</c>, <c>value</c>.</summary>
internal sealed class TokenStep(ElementToken token) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value) => Tokens.TryGet(traverser.Run.Graph, traverser.Value, token, out value);
}

/// <summary><c>element</c>: what a property belongs to.</summary>
internal sealed class OwnerStep : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        value = traverser.Value is ElementProperty property ? property.Owner : throw new StepFailure($"{Describe.Type(traverser.Value)} belongs to no element");
        return true;
    }
}

/// <summary><c>valueMap</c> and <c>propertyMap</c>: a vertex's values stand in lists.</summary>
internal sealed class ValueMapStep(string?[] keys, bool wantsProperties) : MapStep
{
    public const string TokensKey = "~tinkerpop.valueMap.tokens";

    public const int AllTokens = 15;

    private static readonly (int Bit, ElementToken Token)[] OfElements = [(1, ElementToken.Id), (2, ElementToken.Label)],
        OfProperties = [(1, ElementToken.Id), (4, ElementToken.Key), (8, ElementToken.Value)];

    /// <summary>Which tokens stand in the map as well: 1 id, 2 label, of a vertex's property 4 key, 8 value.</summary>
    public int TokensWanted { get; set; }

    public override int MostBys => 1;

    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var graph = traverser.Run.Graph;
        var map = new TraversalMap();
        value = map;
        foreach (var (bit, token) in traverser.Value is VertexProperty ? OfProperties : OfElements)
        {
            if ((TokensWanted & bit) != 0 && Tokens.TryGet(graph, traverser.Value, token, out var told)) map[token] = told;
        }

        if (traverser.Value is VertexProperty) return true;
        var element = traverser.Value as TraversalElement ?? throw new StepFailure($"{Describe.Type(traverser.Value)} has no properties: only an element has");
        foreach (var property in graph.PropertiesOf(element, keys))
        {
            object? held = wantsProperties ? property : property.Value;
            if (element is Vertex) held = new List<object?> { held };
            if (Bys.Count == 0 || Bys[0].TryApply(traverser, held, out held)) map[property.Key] = held;
        }

        return true;
    }
}

/// <summary><c>elementMap</c>: id, label, an edge's ends, and values as they are.</summary>
internal sealed class ElementMapStep(string?[] keys) : MapStep
{
    protected override bool TryMap(Traverser traverser, out object? value)
    {
        var graph = traverser.Run.Graph;
        var map = new TraversalMap();
        value = map;
        if (traverser.Value is VertexProperty property)
        {
            foreach (var token in new[] { ElementToken.Id, ElementToken.Key, ElementToken.Value })
            {
                Tokens.TryGet(graph, property, token, out var held);
                map[token] = held;
            }

            return true;
        }

        var element = traverser.Value as TraversalElement ?? throw new StepFailure($"{Describe.Type(traverser.Value)} is no element");
        Identify(graph, element, map);
        if (element is EdgeElement edge)
        {
            foreach (var end in new[] { EdgeDirection.Out, EdgeDirection.In })
            {
                var ends = new TraversalMap();
                if (graph.EndOf(edge, end) is { } vertex) Identify(graph, vertex, ends);
                map[end] = ends;
            }
        }

        foreach (var held in graph.PropertiesOf(element, keys)) map[held.Key] = held.Value;
        return true;
    }

    private static void Identify(TraversalGraph graph, TraversalElement element, TraversalMap map)
    {
        map[ElementToken.Id] = element.PresentedId;
        map[ElementToken.Label] = graph.LabelOf(element);
    }
}
