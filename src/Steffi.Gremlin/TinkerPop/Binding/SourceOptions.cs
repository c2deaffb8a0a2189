namespace Steffi.Gremlin.TinkerPop;

/// <summary>What stands between <c>g</c> and the first step.</summary>
internal sealed class SourceOptions(ExpressionBinder expressions)
{
    private readonly List<(string, object?, SackOperator?)> _sideEffects = [];
    private readonly Strategies _strategies = new();
    private object? _sack;
    private SackOperator? _sackMerge;
    private bool _usesBulk = true, _wantsPath;

    /// <returns>False where the steps begin.</returns>
    public bool TryRead(LinkSyntax link)
    {
        switch (link.Name)
        {
            case "withStrategies":
                foreach (var argument in link.Arguments ?? []) _strategies.Add(argument.Value, expressions);
                return true;
            case "withoutStrategies":
                foreach (var argument in link.Arguments ?? []) _strategies.Remove(argument.Value);
                return true;
            case "withSideEffect":
                var effect = expressions.BindArguments(link);
                _sideEffects.Add((effect.Text(), effect.Any(), effect.Try<SackOperator>(out var reducer) ? reducer : null));
                effect.End();
                return true;
            case "withSack":
                var sack = expressions.BindArguments(link);
                _sack = sack.Any();
                _sackMerge = sack.Try<SackOperator>(out var merge) ? merge : null;
                sack.End();
                return true;
            case "withBulk":
                _usesBulk = !(expressions.BindArguments(link).Try<bool>(out var wanted) && !wanted);
                return true;
            case "withPath":
                return _wantsPath = true;
            case "with":
                // Options of providers; this one has none.
                expressions.BindArguments(link);
                return true;
            default:
                return false;
        }
    }

    public TraversalPlan Plan(Traversal root, GremlinDialect dialect, Terminal terminal)
    {
        var labels = dialect.Labels!;
        _strategies.Verify(root);
        var paths = _wantsPath ? PathMode.Full : root.AllSteps.Max(step => step.Paths);
        var mutates = root.AllSteps.Any(step => step.Mutates);
        // To the planner a null is no value.
        if (!dialect.KeepsNulls) PlannedStarts.Put(root, paths, labels, ordersAll: _strategies.ProductiveKeys is not null);
        if (!mutates && !dialect.KeepsNulls) Subqueries.Put(root, labels);
        // Labels without anybody who asks for them cost nothing.
        if (_strategies.MergesBetweenMoves && paths == PathMode.None)
        {
            if (_usesBulk && _sackMerge is null) PlannedBarriers.Put(root);
            else PlannedBarriers.PutWhereMergingShows(root);
        }

        return new TraversalPlan
        {
            Root = root,
            Paths = paths,
            Labels = labels,
            KeepsNulls = dialect.KeepsNulls,
            Files = dialect.Files,
            Sack = _sack,
            SackMerge = _sackMerge,
            UsesBulk = _usesBulk,
            SideEffects = _sideEffects,
            Seed = _strategies.Seed,
            Subgraph = _strategies.Subgraph,
            Partition = _strategies.Partition,
            ProductiveKeys = _strategies.ProductiveKeys,
            Mutates = mutates,
            Terminal = terminal,
        };
    }
}
