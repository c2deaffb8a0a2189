namespace Steffi.Gremlin;

/// <summary>
/// A filter becomes a condition of the step that finds the elements, so that the others are never collected.
/// <code>
/// V -> filter where Type = 'veth'           =>  V where Type = 'veth'
/// Out -> filter where A = 1 -> filter where B = 2  =>  Out where A = 1 and B = 2
/// V limit 2 -> filter where A = 1           =>  no change: the limit binds where it is written
/// </code>
/// </summary>
internal sealed class FilterIntoSelectionRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (at + 1 >= steps.Count || steps[at] is not LogicalSelection { Range.IsAll: true, IsDistinct: false, IsCounted: false } source) return false;
        if (steps[at + 1] is not LogicalFilter { IsCounted: false, IsDistinct: false } filter) return false;
        return Replace(steps, at, source with { Where = Condition.And(source.Where, filter.Where!), Range = filter.Range });
    }
}
