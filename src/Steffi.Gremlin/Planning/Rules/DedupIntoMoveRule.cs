namespace Steffi.Gremlin;

/// <summary>
/// Duplicates that a move makes are dropped as they come, before they cost memory. V and filters hand on nothing twice by
/// themselves; there Dedup stays a step.
/// <code>
/// Out -> dedup         =>  Out distinct
/// InV -> dedup         =>  InV distinct
/// Out -> dedup by Name =>  no change
/// </code>
/// </summary>
internal sealed class DedupIntoMoveRule : PlanRule
{
    public override bool TryRewrite(List<LogicalStep> steps, int at)
    {
        if (at + 1 >= steps.Count || steps[at] is not (LogicalHop or LogicalIncident or LogicalEnds)) return false;
        if (steps[at] is not LogicalSelection { Range.IsAll: true, IsDistinct: false } move) return false;
        return steps[at + 1] is LogicalDedup { Keys.Count: 0 } dedup
            && Replace(steps, at, move with { IsDistinct = true, Range = dedup.Range });
    }
}
