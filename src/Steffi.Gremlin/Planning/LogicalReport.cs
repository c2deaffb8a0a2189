namespace Steffi.Gremlin;

/// <summary>Explain and Profile at a query's end: it gives its plan, or what its steps did, in place of its result.</summary>
internal sealed record LogicalReport(SourcePosition At, bool Runs) : LogicalStep(At)
{
    public override Shape Output => Shape.Values;

    public override string Describe() => Runs ? "profile" : "explain";
}
