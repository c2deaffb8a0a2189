namespace Steffi.Gremlin;

/// <summary>
/// Of a sort only the first rows are needed: a heap of so many keeps them, the rest is never ordered.
/// <code>
/// sort by Name -> limit 10  =>  sort by Name top limit 10
/// sort by Name -> dedup     =>  no change
/// </code>
/// </summary>
internal sealed class RangeIntoSortRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at) =>
        at + 1 < steps.Count && steps[at] is LogicalSort sort && steps[at + 1] is LogicalRange next
        && Replace(steps, at, sort with { Range = sort.Range.Then(next.Range) });
}
