namespace Steffi.Gremlin.TinkerPop;

/// <summary>Results as the public types have them: elements as the view's nodes and edges, collections as .NET's.</summary>
internal static class Presentation
{
    public static object? Of(object? value, GraphView view) => value switch
    {
        Vertex vertex => view.TryGetNode(vertex.Id, out var node) ? node : vertex.Node is { } old ? old : Describe.Value(vertex),
        EdgeElement edge => view.TryGetEdge(edge.Id, out var found) ? found : edge.Edge is { } old ? old : Describe.Value(edge),
        BigDecimal number => Exact(number),
        MapEntry entry => new TraversalMap([KeyValuePair.Create(Of(entry.Key, view), Of(entry.Value, view))]),
        TraversalMap map => new TraversalMap(map.Select(pair => KeyValuePair.Create(Of(pair.Key, view), Of(pair.Value, view)))),
        TraversalSet set => set.Select(item => Of(item, view)).ToHashSet(),
        TraversalPath path => path.With(item => Of(item, view)),
        TraversalTree tree => OfTree(tree, view),
        TraversalSubgraph part => new TraversalSubgraph { Vertices = OfAll(part.AllVertices, view), Edges = OfAll(part.AllEdges, view) },
        IEnumerable<object?> list => OfAll(list, view),
        _ => value,
    };

    private static List<object?> OfAll(IEnumerable<object?> items, GraphView view) => items.Select(item => Of(item, view)).ToList();

    private static TraversalTree OfTree(TraversalTree tree, GraphView view)
    {
        var presented = new TraversalTree();
        foreach (var (value, branch) in tree.Branches) presented.Set(Of(value, view), OfTree(branch, view));
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
