namespace Steffi.Gremlin;

/// <summary>
/// A number does not depend on order.
/// <code>
/// sort by Name -> count               =>  count
/// sort by Name top limit 10 -> count  =>  no change
/// </code>
/// </summary>
internal sealed class SortBeforeCountRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at) =>
        at + 1 < steps.Count && steps[at] is LogicalSort { Range.IsAll: true } && steps[at + 1] is LogicalCount count
        && Replace(steps, at, count);
}
