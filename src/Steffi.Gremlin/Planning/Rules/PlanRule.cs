namespace Steffi.Gremlin;

/// <summary>One rewrite of a plan that keeps its result.</summary>
internal abstract class PlanRule
{
    /// <summary>Rewrites the step at an index, together with the one after it.</summary>
    /// <param name="steps">The plan, changed in place.</param>
    /// <param name="at">The first step of the pattern.</param>
    /// <returns>True when something changed; then the rule is tried again one step earlier.</returns>
    public abstract bool TryRewrite(List<LogicalStep> steps, int at);

    /// <summary>Puts one step in the place of two.</summary>
    protected static bool Replace(List<LogicalStep> steps, int at, LogicalStep step)
    {
        steps[at] = step;
        steps.RemoveAt(at + 1);
        return true;
    }
}
