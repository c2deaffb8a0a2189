namespace Steffi.Gremlin;

/// <summary>Dedup: by id without keys, else by the values of the keys. Of paths it gives their nodes.</summary>
internal sealed record LogicalDedup(SourcePosition At, Shape Of, IReadOnlyList<Field> Keys) : LogicalStep(At)
{
    public RowRange Range { get; init; } = RowRange.All;

    public override Shape Output => Of == Shape.Paths ? Shape.Nodes : Of;

    public override string Describe() =>
        $"dedup{(Keys.Count == 0 ? "" : $" by {string.Join(", ", Keys.Select(key => key.Key))}")}{(Range.IsAll ? "" : $" {Range}")}";
}

/// <summary>Range and Limit, where they could not move into the step before.</summary>
internal sealed record LogicalRange(SourcePosition At, Shape Of, RowRange Range) : LogicalStep(At)
{
    public override Shape Output => Of;

    public override string Describe() => Range.ToString();
}

/// <summary>Sort, stable: elements of equal key keep their order, elements without the key come before all others.</summary>
internal sealed record LogicalSort(SourcePosition At, Field Key, bool IsDescending) : LogicalStep(At)
{
    /// <summary>Other than All, only so many of the first rows are kept in order at all.</summary>
    public RowRange Range { get; init; } = RowRange.All;

    /// <summary>By TinkerPop's order of all types; else by Skydive's, for which a bool is a number and what is no number a text.</summary>
    public bool OrdersTypes { get; init; }

    public override Shape Output => Shape.Nodes;

    public override string Describe() => $"sort by {Key.Key}{(IsDescending ? " desc" : "")}{(Range.IsAll ? "" : $" top {Range}")}";
}

internal sealed record LogicalCount(SourcePosition At, Shape Of) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => "count";
}

internal sealed record LogicalAs(SourcePosition At, string Name) : LogicalStep(At)
{
    public override Shape Output => Shape.Nodes;

    public override string Describe() => $"as '{Name}'";
}

internal sealed record LogicalSelect(SourcePosition At, IReadOnlyList<string> Names) : LogicalStep(At)
{
    public override Shape Output => Shape.Nodes;

    public override string Describe() => $"select {string.Join(", ", Names.Select(name => $"'{name}'"))}";
}
