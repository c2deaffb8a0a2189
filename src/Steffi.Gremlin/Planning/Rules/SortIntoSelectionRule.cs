namespace Steffi.Gremlin;

/// <summary>
/// The first rows of an order are kept while the elements are found, so that the others are never collected.
/// <code>
/// V where Type = 'veth' -> sort by Name top limit 10  =>  V where Type = 'veth' sort by Name top limit 10
/// V -> sort by Name                                    =>  no change
/// V limit 5 -> sort by Name top limit 10               =>  no change: the limit binds where it is written
/// </code>
/// </summary>
internal sealed class SortIntoSelectionRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at) =>
        at + 1 < steps.Count && steps[at] is LogicalSelection { Range.IsAll: true, IsCounted: false, Top: null, Elements: Shape.Nodes } selection
        && steps[at + 1] is LogicalSort { Range.IsAll: false } sort
        && Replace(steps, at, selection with { Top = sort });
}
