namespace Steffi.Gremlin.TinkerPop;

/// <summary>Results as the public types have them: elements as the view's nodes and edges, collections as .NET's.</summary>
internal static class Presentation
{
    /// <summary>Lists within lists: JSON writers bound them too.</summary>
    private const int MaxDepth = 200;

    /// <exception cref="StepFailure">The result is nested too deep.</exception>
    public static object? Of(object? value, GraphView view, int depth = 0) => value switch
    {
        _ when depth > MaxDepth => throw new StepFailure($"The result is nested more than {MaxDepth} deep"),
        Vertex vertex => view.TryGetNode(vertex.Id, out var node) ? node : vertex.Node is { } old ? old : Describe.Value(vertex),
        EdgeElement edge => view.TryGetEdge(edge.Id, out var found) ? found : edge.Edge is { } old ? old : Describe.Value(edge),
        BigDecimal number => Exact(number),
        MapEntry entry => new TraversalMap([KeyValuePair.Create(Of(entry.Key, view, depth + 1), Of(entry.Value, view, depth + 1))]),
        TraversalMap map => new TraversalMap(map.Select(pair => KeyValuePair.Create(Of(pair.Key, view, depth + 1), Of(pair.Value, view, depth + 1)))),
        TraversalSet set => set.Select(item => Of(item, view, depth + 1)).ToHashSet(),
        TraversalPath path => path.With(item => Of(item, view, depth + 1)),
        TraversalTree tree => OfTree(tree, view, depth + 1),
        TraversalSubgraph part => new TraversalSubgraph { Vertices = OfAll(part.AllVertices, view, depth + 1), Edges = OfAll(part.AllEdges, view, depth + 1) },
        IEnumerable<object?> list => OfAll(list, view, depth + 1),
        _ => value,
    };

    private static List<object?> OfAll(IEnumerable<object?> items, GraphView view, int depth) => items.Select(item => Of(item, view, depth)).ToList();

    private static TraversalTree OfTree(TraversalTree tree, GraphView view, int depth)
    {
        if (depth > MaxDepth) throw new StepFailure($"The result is nested more than {MaxDepth} deep");
        var presented = new TraversalTree();
        foreach (var (value, branch) in tree.Branches) presented.Set(Of(value, view, depth), OfTree(branch, view, depth + 1));
        return presented;
    }

    /// <summary>A decimal where all digits fit, else the digits as text.</summary>
    private static object Exact(BigDecimal number)
    {
        var text = number.ToString();
        return decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && BigDecimal.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture)) == number ? value : text;
    }
}
