namespace Steffi.Gremlin;

/// <summary>Which rows a step keeps: [From, To), counted from 0.</summary>
internal readonly record struct RowRange(long From, long To)
{
    public static readonly RowRange All = new(0, long.MaxValue);

    public bool IsAll => this == All;

    public bool IsEmpty => From >= To;

    /// <summary>What another range keeps of the rows that this one keeps.</summary>
    public RowRange Then(RowRange next)
    {
        var from = next.From > To - From ? To : From + next.From;
        var to = next.To > To - From ? To : From + next.To;
        return new RowRange(from, to);
    }

    public override string ToString() => From == 0 ? $"limit {To}" : $"range {From}..{To}";
}
