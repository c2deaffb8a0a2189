using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>Paths laid over each other, as <c>tree()</c> gives them: an object and what follows it. Not to be changed once it is a result.</summary>
public sealed class TraversalTree
{
    private readonly OrderedDictionary<Boxed, TraversalTree> _branches = [];

    internal TraversalTree()
    {
    }

    /// <summary>How many objects follow here.</summary>
    public int Count => _branches.Count;

    /// <summary>What follows here, each with what follows it.</summary>
    public IEnumerable<KeyValuePair<object?, TraversalTree>> Branches =>
        _branches.Select(branch => new KeyValuePair<object?, TraversalTree>(branch.Key.Value, branch.Value));

    internal TraversalTree Grow(object? value)
    {
        var key = new Boxed(value);
        if (!_branches.TryGetValue(key, out var branch)) _branches[key] = branch = new TraversalTree();
        return branch;
    }

    internal void Set(object? value, TraversalTree branch) => _branches[new Boxed(value)] = branch;
}

/// <summary>Part of the graph, as <c>subgraph()</c> gathers it: edges and their ends. Not to be changed once it is a result.</summary>
public sealed class TraversalSubgraph
{
    private readonly TraversalSet _vertices = [], _edges = [];

    internal TraversalSubgraph()
    {
    }

    /// <summary>As <see cref="QueryResult.Items"/> has nodes.</summary>
    public IReadOnlyList<object?> Vertices { get; internal set; } = [];

    /// <summary>As <see cref="QueryResult.Items"/> has edges.</summary>
    public IReadOnlyList<object?> Edges { get; internal set; } = [];

    internal TraversalSet AllVertices => _vertices;

    internal TraversalSet AllEdges => _edges;
}
