namespace Steffi.Gremlin;

/// <summary>
/// Duplicates on the way to a step that drops them anyway are dropped at once: what a node leads to comes first from its first
/// row, so the rows and their order stay.
/// <code>
/// Out -> In distinct           =>  Out distinct -> In distinct
/// Out -> Descendants           =>  Out distinct -> Descendants
/// Out limit 5 -> In distinct   =>  no change: the limit counts duplicates
/// </code>
/// </summary>
internal sealed class EarlyDedupRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (at + 1 >= steps.Count || steps[at] is not (LogicalHop or LogicalIncident or LogicalEnds)) return false;
        if (steps[at] is not LogicalSelection { Range.IsAll: true, IsDistinct: false, IsCounted: false, Top: null } move) return false;
        if (steps[at + 1] is not (LogicalReach or (LogicalHop or LogicalIncident or LogicalEnds) and LogicalSelection { IsDistinct: true })) return false;
        steps[at] = move with { IsDistinct = true };
        return true;
    }
}
