namespace Steffi.Gremlin;

/// <summary>.G: back to the graph; names given by As stay.</summary>
internal sealed record LogicalGraph(SourcePosition At) : LogicalStep(At)
{
    public override Shape Output => Shape.Graph;

    public override string Describe() => "G";
}

/// <summary>Context: the graph at another time.</summary>
internal sealed record LogicalContext(SourcePosition At, TimeContext Time) : LogicalStep(At)
{
    public override Shape Output => Shape.Graph;

    public override string Describe() => $"context {Time}";
}

/// <summary>SubGraph: the nodes with the edges between them, or the edges with their ends.</summary>
internal sealed record LogicalSubGraph(SourcePosition At, Shape Of, Condition? EdgeWhere) : LogicalStep(At)
{
    public override Shape Output => Shape.Graph;

    public override string Describe() => EdgeWhere is null ? "subgraph" : $"subgraph of edges where {EdgeWhere}";
}

internal enum Reach
{
    Ascendants,
    Descendants,
    Neighbors,
}

/// <summary>Ascendants, Descendants, Neighbors: the start nodes and what is within a depth of them.</summary>
/// <param name="At">The step.</param>
/// <param name="Reach">Which edges are followed in which direction.</param>
/// <param name="EdgeWhere">The edges that are followed.</param>
/// <param name="MaxDepth">Edges; long.MaxValue for no bound.</param>
internal sealed record LogicalReach(SourcePosition At, Reach Reach, Condition EdgeWhere, long MaxDepth) : LogicalStep(At)
{
    public override Shape Output => Shape.Nodes;

    public override string Describe() => $"{Reach} over {EdgeWhere}{(MaxDepth == long.MaxValue ? "" : $" depth {MaxDepth}")}";
}

/// <summary>ShortestPathTo: a path from each start node.</summary>
internal sealed record LogicalPaths(SourcePosition At, Condition? Target, Condition? EdgeWhere) : LogicalStep(At)
{
    /// <summary>Only over edges that stood during all of the Context.</summary>
    public bool IsLasting { get; init; }

    public override Shape Output => Shape.Paths;

    public override string Describe() => string.Concat(
        IsLasting ? "lasting path" : "shortest path",
        Target is null ? "" : $" to {Target}",
        EdgeWhere is null ? "" : $" over edges where {EdgeWhere}");
}

/// <summary>A package's step, or a step of the dialect after one: resolved while running.</summary>
internal sealed record LogicalOpen(SourcePosition At, StepCall Call, StepDefinition Definition) : LogicalStep(At)
{
    public override Shape Output => Shape.Open;

    /// <summary>How the package will do it; null until it was asked, empty where it has nothing to say.</summary>
    public string? How { get; init; }

    public override string Describe() => $"{Call.Name}{Call.DescribeArguments()}{(How is { Length: > 0 } ? " " : "")}{How}";
}
