using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Results as the public types have them: elements as the view's nodes and edges, collections as .NET's. Counts what it makes, for lists
/// that hold one another many times become whole here.</summary>
internal sealed class Presentation(GraphView view, Budget budget)
{
    /// <summary>Lists within lists: JSON writers bound them too.</summary>
    private const int MaxDepth = 200;

    private long _count;

    /// <exception cref="StepFailure">A result is nested too deep.</exception>
    /// <exception cref="QueryLimitException">All of them hold too much.</exception>
    public List<object?> OfResults(List<object?> items) => items.ConvertAll(item => Of(item, 0));

    /// <inheritdoc cref="OfResults"/>
    public object? OfResult(object? item) => Of(item, 0);

    private object? Of(object? value, int depth)
    {
        if (depth > MaxDepth) throw new StepFailure($"The result is nested more than {MaxDepth} deep");
        budget.Tick();
        budget.CheckElements(++_count);
        return value switch
        {
            Vertex { Node: { } node } when ReferenceEquals(node.View, view) => node,
            EdgeElement { Edge: { } edge } when ReferenceEquals(edge.View, view) => edge,
            Vertex vertex => view.TryGetNode(vertex.Id, out var now) ? now : vertex.Node is { } old ? old : Describe.Value(vertex),
            EdgeElement edge => view.TryGetEdge(edge.Id, out var found) ? found : edge.Edge is { } old ? old : Describe.Value(edge),
            BigDecimal number => Exact(number),
            MapEntry entry => new TraversalMap([KeyValuePair.Create(Of(entry.Key, depth + 1), Of(entry.Value, depth + 1))]),
            TraversalMap map => new TraversalMap(map.Select(pair => KeyValuePair.Create(Of(pair.Key, depth + 1), Of(pair.Value, depth + 1)))),
            TraversalSet set => set.Select(item => Of(item, depth + 1)).ToHashSet(),
            TraversalPath path => path.With(item => Of(item, depth + 1)),
            TraversalTree tree => OfTree(tree, depth),
            TraversalSubgraph part => new TraversalSubgraph { Vertices = OfAll(part.AllVertices, depth), Edges = OfAll(part.AllEdges, depth) },
            IEnumerable<object?> list => OfAll(list, depth),
            _ => value,
        };
    }

    private List<object?> OfAll(IEnumerable<object?> items, int depth) => items.Select(item => Of(item, depth + 1)).ToList();

    private TraversalTree OfTree(TraversalTree tree, int depth)
    {
        var presented = new TraversalTree();
        foreach (var (value, branch) in tree.Branches) presented.Set(Of(value, depth + 1), (TraversalTree)Of(branch, depth + 1)!);
        return presented;
    }

    /// <summary>A decimal where all digits fit, else the digits as text.</summary>
    private static object Exact(BigDecimal number)
    {
        var text = number.ToString();
        return decimal.TryParse(text, CultureInfo.InvariantCulture, out var value) && BigDecimal.Parse(value.ToString(CultureInfo.InvariantCulture)) == number ? value : text;
    }
}
