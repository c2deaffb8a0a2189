using System.Runtime.CompilerServices;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// The limits of the query that runs on this thread, for what looks into values: lists that hold one another twice take twice the time a level,
/// however small they are.
/// </summary>
internal static class NestedWork
{
    [ThreadStatic]
    private static Budget? t_budget;

    /// <summary>Begins a query; returns what was before, to be set again in the end.</summary>
    public static Budget? Begin(Budget? budget)
    {
        var before = t_budget;
        t_budget = budget;
        return before;
    }

    /// <summary>Called once a collection that is looked into.</summary>
    /// <exception cref="InsufficientExecutionStackException">It is nested too deep.</exception>
    public static void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        t_budget?.Tick();
    }
}
