namespace Steffi.Gremlin;

/// <summary>
/// A range becomes part of the step before, which then ends as soon as it has enough.
/// <code>
/// V where Type = 'veth' -> limit 3  =>  V where Type = 'veth' limit 3
/// V range 10..20 -> limit 5         =>  V range 10..15
/// dedup by Name -> limit 1          =>  dedup by Name limit 1
/// as 'a' -> limit 1                 =>  no change
/// </code>
/// </summary>
internal sealed class RangeIntoStepRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (at + 1 >= steps.Count || steps[at + 1] is not LogicalRange next) return false;
        return steps[at] switch
        {
            LogicalSelection { IsCounted: false } selection => Replace(steps, at, selection with { Range = selection.Range.Then(next.Range) }),
            LogicalDedup dedup => Replace(steps, at, dedup with { Range = dedup.Range.Then(next.Range) }),
            LogicalRange range => Replace(steps, at, range with { Range = range.Range.Then(next.Range) }),
            _ => false,
        };
    }
}
