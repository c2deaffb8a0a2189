namespace Steffi.Gremlin;

/// <summary>What stands between two steps. The names in messages are those of Skydive's own types, which its users know.</summary>
internal enum Shape
{
    Graph,
    Nodes,
    Edges,
    Values,
    Paths,
    NextHops,

    /// <summary>Known only while running: a package's step came before.</summary>
    Open,
}

internal static class ShapeNames
{
    public static string InMessages(this Shape shape) => shape switch
    {
        Shape.Graph => "*traversal.GraphTraversal",
        Shape.Nodes => "*traversal.GraphTraversalV",
        Shape.Edges => "*traversal.GraphTraversalE",
        Shape.Values => "*traversal.GraphTraversalValue",
        Shape.Paths => "*traversal.GraphTraversalShortestPath",
        Shape.NextHops => "*traversal.NextHopTraversalStep",
        _ => "this result",
    };
}
