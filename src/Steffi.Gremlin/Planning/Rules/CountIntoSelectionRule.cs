namespace Steffi.Gremlin;

/// <summary>
/// Elements that are only counted are not collected; all nodes or edges of a view are not even visited.
/// <code>
/// V -> count                    =>  V count
/// Out where A = 1 -> count      =>  Out where A = 1 count
/// dedup by Name -> count        =>  no change
/// </code>
/// </summary>
internal sealed class CountIntoSelectionRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at) =>
        at + 1 < steps.Count && steps[at] is LogicalSelection { IsCounted: false } selection && steps[at + 1] is LogicalCount
        && Replace(steps, at, selection with { IsCounted = true });
}
