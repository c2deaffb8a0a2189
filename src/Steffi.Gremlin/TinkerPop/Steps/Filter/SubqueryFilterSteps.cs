namespace Steffi.Gremlin.TinkerPop;

/// <summary>A condition that does not depend on the traverser: asked of the first that comes.</summary>
internal sealed class OnceFilterStep(Traversal condition, bool isNegated) : FilterStep
{
    public override IEnumerable<Traversal> Children => [condition];

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        var verdict = scope.Run.State<Verdict>(this);
        return (verdict.IsMet ??= condition.Passes(traverser)) != isNegated;
    }

    private sealed class Verdict
    {
        public bool? IsMet;
    }
}

/// <summary>
/// A condition on where vertices lead: once it has been asked of as many as the way back would cost, that way is gone once, and from then on
/// a vertex is looked up among those that it led to.
/// </summary>
/// <param name="condition">As it is written.</param>
/// <param name="plan">The way back.</param>
/// <param name="isNegated">For not().</param>
internal sealed class SemiJoinFilterStep(Traversal condition, IReadOnlyList<LogicalStep> plan, bool isNegated) : FilterStep
{
    /// <summary>What asking the condition of one traverser costs, in elements looked at by a plan.</summary>
    private const int CostOfAsking = 16;

    private readonly PlannedStart _back = new(plan, []);

    public IReadOnlyList<LogicalStep> Plan => plan;

    public override IEnumerable<Traversal> Children => [condition];

    protected override bool Passes(Traverser traverser, RunScope scope)
    {
        if (traverser.Value is not Vertex { Node: { } node } || !scope.Run.Graph.IsPlainView) return condition.Passes(traverser) != isNegated;
        var found = scope.Run.State<Found>(this);
        if (found.Nodes is null && ++found.Asked * CostOfAsking > Estimate(found, scope)) found.Nodes = GoBack(scope);
        return (found.Nodes?.Contains(node.Index) ?? condition.Passes(traverser)) != isNegated;
    }

    private double Estimate(Found found, RunScope scope) => found.Cost ??= new PlanEstimate(scope.Run.Graph.View).Of(plan).Sum(step => step.EstimatedCost);

    private HashSet<int> GoBack(RunScope scope)
    {
        using var run = _back.RunAlone(scope.Run.Graph.View, scope.Run.Budget);
        var nodes = new HashSet<int>(run.Nodes.Count);
        foreach (var node in run.Nodes.Span) nodes.Add(node.Index);
        return nodes;
    }

    private sealed class Found
    {
        public HashSet<int>? Nodes;
        public double? Cost;
        public long Asked;
    }
}
