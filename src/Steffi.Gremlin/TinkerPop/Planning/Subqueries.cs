namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Conditions that need not be asked anew of every traverser:
/// <code>
/// where(V().has('Name', 'x'))                 =>  asked once: it does not depend on the traverser
/// where(out('a').has('Name', 'x').in('b'))    =>  no change: where it ends is not told by values
/// where(out('a').out('b').has('Name', 'x'))   =>  semi-join: V seek [Name] where Name = 'x' -> In over b distinct -> In over a distinct, and who is among them
/// </code>
/// </summary>
internal static class Subqueries
{
    public static void Put(Traversal traversal, LabelKeys labels)
    {
        for (var i = 0; i < traversal.Steps.Count; i++)
        {
            var step = traversal.Steps[i];
            foreach (var child in step.Children.ToList()) Put(child, labels);
            if (step is not TraversalFilterStep filter || Rewrite(filter, labels) is not { } rewritten) continue;
            (rewritten.Name, rewritten.At, rewritten.Labels) = (step.Name, step.At, step.Labels);
            (rewritten.IsFirst, rewritten.IsSource) = (step.IsFirst, step.IsSource);
            traversal.Steps[i] = rewritten;
        }
    }

    private static FilterStep? Rewrite(TraversalFilterStep filter, LabelKeys labels)
    {
        var condition = filter.Children.Single();
        if (condition.Steps is [PlannedStart or GraphStep, ..] && condition.Steps.TrueForAll(IsPure)) return new OnceFilterStep(condition, filter.IsNegated);
        return SemiJoinPlan.Of(condition, labels) is { } plan ? new SemiJoinFilterStep(condition, plan, filter.IsNegated) : null;
    }

    /// <summary>Whether what it gives depends on nothing but the graph and the objects that come to it.</summary>
    private static bool IsPure(Step step) => step.Paths == PathMode.None && !step.Mutates && step is PlannedStart or GraphStep or MoveStep or EndStep or FlatMapTraversalStep
        or MapTraversalStep or PropertiesStep or TokenStep or ValueMapStep or HasStep or HasTokenStep or HasKeyPresentStep or BothStep or IsStep or TraversalFilterStep or AndStep or OrStep
        or OnceFilterStep or SemiJoinFilterStep or DedupStep or RangeStep or CountStep or AggregationStep or ConstantStep or IdentityStep or UnfoldStep or FoldStep or GroupCountStep
        && step.Children.All(child => child.Steps.TrueForAll(IsPure));
}

/// <summary>The way back of a condition: from the vertices that its end asks for to those that it lets pass.</summary>
internal static class SemiJoinPlan
{
    /// <param name="condition">Moves, each with filters behind it.</param>
    /// <param name="labels">Which keys are labels.</param>
    /// <returns>Null where the end asks for no values, or a step is neither.</returns>
    public static IReadOnlyList<LogicalStep>? Of(Traversal condition, LabelKeys labels)
    {
        var moves = new List<(MoveStep Move, Condition? Where)>();
        foreach (var step in condition.Steps)
        {
            if (step is MoveStep { ToEdges: false } move) moves.Add((move, null));
            else if (moves.Count > 0 && StepConditions.Of(step, labels.VertexPath, LabelKeys.DefaultVertex) is { } where)
                moves[^1] = (moves[^1].Move, Condition.And(moves[^1].Where, where));
            else return null;
        }

        if (moves is not [.., { Where: not null }]) return null;
        var plan = new List<LogicalStep> { new LogicalNodes(moves[^1].Move.At, null) { Where = moves[^1].Where } };
        for (var i = moves.Count - 1; i >= 0; i--)
        {
            var hop = StartReader.Hop(moves[i].Move, labels);
            plan.Add(hop with { Direction = Back(hop.Direction), Where = i > 0 ? moves[i - 1].Where : null, IsDistinct = true });
        }

        return Planner.Plan(plan) is [LogicalNodes { Seeks.Count: > 0 }, ..] planned ? planned : null;
    }

    private static Direction Back(Direction direction) => direction switch
    {
        Direction.Out => Direction.In,
        Direction.In => Direction.Out,
        _ => Direction.Both,
    };
}
