namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>inject</c>: objects of the query's own. They come first, except where it is the start of a nested traversal; where many flow
/// through that one, as in a union, they come once.</summary>
internal sealed class InjectStep(object?[] values) : Step
{
    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        if (IsFirst && !IsSource)
        {
            foreach (var traverser in input) yield return traverser;
        }

        var state = scope.State<Injected>(this);
        foreach (var value in state.IsDone ? [] : values)
        {
            Enter(scope);
            yield return scope.Start(value);
        }

        state.IsDone = true;
        if (IsFirst) yield break;
        foreach (var traverser in input) yield return traverser;
    }

    private sealed class Injected
    {
        public bool IsDone;
    }
}

/// <summary><c>barrier()</c>, and what the planner puts between two moves: makes equal traversers one. With a size it lets go now and then.</summary>
internal sealed class MergeBarrierStep(int size) : Step
{
    /// <summary>As many distinct traversers as the planner's barriers hold: enough to merge, few enough to keep a limit's work small.</summary>
    public const int PlannedSize = 2500;

    public override bool IsStateful => size == int.MaxValue;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        if (!Bulker.Works(scope.Run))
        {
            foreach (var traverser in size == int.MaxValue ? Gather(input, scope) : input) yield return traverser;
            yield break;
        }

        var barrier = new Dictionary<Bulker.Place, Traverser>();
        foreach (var traverser in input)
        {
            Enter(scope);
            Bulker.Add(barrier, traverser);
            scope.Run.Budget.CheckElements(barrier.Count);
            if (barrier.Count < size) continue;
            foreach (var merged in barrier.Values.ToList()) yield return merged;
            barrier.Clear();
        }

        foreach (var merged in barrier.Values.ToList()) yield return merged;
    }
}

/// <summary><c>barrier(normSack)</c>: divides the sacks so that they are one together.</summary>
internal sealed class NormSackStep : BarrierStep
{
    protected override IEnumerable<Traverser> Release(List<Traverser> all, RunScope scope)
    {
        object? total = null;
        foreach (var traverser in all) total = Arithmetic.Add(total, Arithmetic.Multiply(traverser.Sack, traverser.Bulk == 1 ? 1 : traverser.Bulk));
        return all.Select(traverser =>
        {
            var normed = traverser.Split();
            normed.Sack = Arithmetic.DivideExactly(traverser.Sack, total);
            return normed;
        });
    }
}

/// <summary><c>timeLimit(ms)</c>: ends the stream when the time is up.</summary>
internal sealed class TimeLimitStep(long milliseconds) : Step
{
    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        foreach (var traverser in input)
        {
            Enter(scope);
            if (System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds > milliseconds) yield break;
            yield return traverser;
        }
    }
}
