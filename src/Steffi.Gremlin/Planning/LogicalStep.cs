namespace Steffi.Gremlin;

/// <summary>One step of a plan: what is done, not how. Immutable; rules replace steps by others.</summary>
internal abstract record LogicalStep(SourcePosition At)
{
    /// <summary>What it hands on.</summary>
    public abstract Shape Output { get; }

    /// <summary>As Explain prints it.</summary>
    public abstract string Describe();

    public sealed override string ToString() => Describe();
}

/// <summary>A step that hands on nodes or edges one after another, so that conditions, ranges and counting can move into it.</summary>
internal abstract record LogicalSelection(SourcePosition At) : LogicalStep(At)
{
    /// <summary>What every element must fulfil; null for none.</summary>
    public Condition? Where { get; init; }

    /// <summary>Each element once, judged after <see cref="Where"/> and before <see cref="Range"/>.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>Counted after Where and IsDistinct.</summary>
    public RowRange Range { get; init; } = RowRange.All;

    /// <summary>Of the elements only the first in this order, by its range; null for all of them.</summary>
    public LogicalSort? Top { get; init; }

    /// <summary>Hands on the number of elements instead of them.</summary>
    public bool IsCounted { get; init; }

    public sealed override Shape Output => IsCounted ? Shape.Values : Elements;

    /// <summary>Nodes or edges.</summary>
    public abstract Shape Elements { get; }

    protected abstract string DescribeSource();

    public sealed override string Describe() => string.Concat(
        DescribeSource(),
        Where is null ? "" : $" where {Where}",
        IsDistinct ? " distinct" : "",
        Range.IsAll ? "" : $" {Range}",
        Top is null ? "" : $" {Top}",
        IsCounted ? " count" : "");
}
