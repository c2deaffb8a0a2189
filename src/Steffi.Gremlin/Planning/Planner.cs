namespace Steffi.Gremlin;

/// <summary>Makes a plan of bound steps: applies the rules until none changes anything.</summary>
internal static class Planner
{
    /// <summary>
    /// In this order, because each makes room for the next: filters move into sources before distinctness and ranges do (both
    /// are judged after the filter), counting comes when nothing else can move in, and seeks are read off the final filter.
    /// </summary>
    private static readonly PlanRule[] Rules =
    [
        new FilterIntoSelectionRule(),
        new DedupIntoMoveRule(),
        new EarlyDedupRule(),
        new RangeIntoStepRule(),
        new RangeIntoSortRule(),
        new SortBeforeCountRule(),
        new CountIntoSelectionRule(),
        new SortIntoSelectionRule(),
        new IndexSeekRule(),
        new PackageStepRule(),
    ];

    public static IReadOnlyList<LogicalStep> Plan(List<LogicalStep> steps)
    {
        foreach (var rule in Rules)
        {
            // Each rewrite shortens the plan or marks a step for good, so this ends.
            for (var i = 0; i < steps.Count;)
            {
                if (!rule.TryRewrite(steps, i)) i++;
                else i = Math.Max(0, i - 1);
            }
        }

        return steps;
    }
}
