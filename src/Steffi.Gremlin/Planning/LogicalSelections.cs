namespace Steffi.Gremlin;

/// <summary>What the value at a path must pass, answered by an index if the graph has one there: by its values where the test lists them,
/// else by a look at each value that the index holds.</summary>
internal sealed record Seek(MetadataPath Path, ValueTest Test)
{
    /// <summary>How much there is to look at; null where no index helps.</summary>
    public long? Estimate(GraphView view)
    {
        if (Test.SeekValues is not { } values) return view.CountValues(Path);
        if (!view.HasIndex(Path)) return null;
        var sum = 0L;
        foreach (var value in values) sum += view.TryFindNodes(Path, value, out _, out var estimate) ? estimate : 0;
        return sum;
    }

    /// <summary>A superset of the nodes that pass, in the order of a scan; false where no index helps.</summary>
    public bool TryFind(GraphView view, out NodeSequence candidates) => Test.SeekValues switch
    {
        null => view.TryFindNodes(Path, Test.MatchesPacked, out candidates),
        [var only] => view.TryFindNodes(Path, only, out candidates, out _),
        var several => view.TryFindNodes(Path, several, out candidates),
    };
}

/// <summary>V(). With an id: that node, which must exist.</summary>
internal sealed record LogicalNodes(SourcePosition At, string? Id) : LogicalSelection(At)
{
    /// <summary>Whether it filters single nodes and no more: then the changes of a node tell those of the result.</summary>
    public bool IsStandingFilter => Id is null && Range.IsAll && !IsCounted && Top is null;

    /// <summary>Ways to find a superset of what Where accepts; the one with the fewest candidates is taken when it runs.</summary>
    public IReadOnlyList<Seek> Seeks { get; init; } = [];

    public override Shape Elements => Shape.Nodes;

    protected override string DescribeSource() =>
        (Id is null ? "V" : $"V '{Id}'") + (Seeks.Count == 0 ? "" : $" seek [{string.Join(", ", Seeks.Select(seek => seek.Path.Text))}]");
}

/// <summary>E(). With an id: that edge, which must exist.</summary>
internal sealed record LogicalEdges(SourcePosition At, string? Id) : LogicalSelection(At)
{
    public override Shape Elements => Shape.Edges;

    protected override string DescribeSource() => Id is null ? "E" : $"E '{Id}'";
}

/// <summary>Has and its kin, where the condition could not move into the step before.</summary>
internal sealed record LogicalFilter(SourcePosition At, Shape Of) : LogicalSelection(At)
{
    public override Shape Elements => Of;

    protected override string DescribeSource() => "filter";
}

internal enum Direction
{
    Out,
    In,
    Both,
}

/// <summary>Out, In, Both: from nodes to neighbour nodes.</summary>
internal sealed record LogicalHop(SourcePosition At, Direction Direction) : LogicalSelection(At)
{
    /// <summary>The edges that are followed; null for all.</summary>
    public Condition? Over { get; init; }

    /// <inheritdoc cref="LogicalIncident.TakesLoopsTwice"/>
    public bool TakesLoopsTwice { get; init; }

    public override Shape Elements => Shape.Nodes;

    protected override string DescribeSource() => Over is null ? Direction.ToString() : $"{Direction} over edges where {Over}";
}

/// <summary>OutE, InE, BothE: from nodes to their edges.</summary>
internal sealed record LogicalIncident(SourcePosition At, Direction Direction) : LogicalSelection(At)
{
    /// <summary>An edge from a node to itself comes twice in Both, as TinkerPop has it; Skydive once.</summary>
    public bool TakesLoopsTwice { get; init; }

    public override Shape Elements => Shape.Edges;

    protected override string DescribeSource() => $"{Direction}E";
}

/// <summary>From edges to their end nodes: In is the parent and Out the child, as in the Skydive dialect; TinkerPop's names are the reverse.</summary>
internal sealed record LogicalEnds(SourcePosition At, Direction Direction) : LogicalSelection(At)
{
    public override Shape Elements => Shape.Nodes;

    protected override string DescribeSource() => Direction switch
    {
        Direction.In => "parent",
        Direction.Out => "child",
        _ => "parent and child",
    };
}
