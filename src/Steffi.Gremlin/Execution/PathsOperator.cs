namespace Steffi.Gremlin;

/// <summary>ShortestPathTo: for each start node the way to the nearest node that fits; start nodes without one give nothing.</summary>
internal sealed class PathsOperator(LogicalPaths step) : Operator(step.At)
{
    private const int MostTargets = 256;

    public override void Run(QueryRun run)
    {
        var scope = run.Scope;
        Func<Edge, bool>? follow = step.EdgeWhere is null && scope.Part is null && !step.IsLasting ? null : edge =>
        {
            run.Budget.Tick();
            return (!step.IsLasting || edge.StandsThroughout) && scope.Contains(edge) && (step.EdgeWhere is not { } where || where.Test(edge));
        };

        var targets = FindTargets(scope.View);
        // Where no index names the targets, they may be near; past so many nodes it is cheaper to look for them all.
        var most = targets is null && step.Target is not null && !scope.IsWindow ? Math.Max(MostTargets, scope.View.NodeIndexLimit / 64) : int.MaxValue;
        var paths = new List<IReadOnlyList<Node>>();
        long held = 0;
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Check();
            IReadOnlyList<Node>? path = null;
            if (targets is null)
            {
                path = ShortestPath.Nearest(scope.View, node, IsTarget, follow, most, run.Budget.Cancellation);
                if (path is null && ScanTargets(run) is { } found) targets = found;
                else if (path is null) most = int.MaxValue;
            }

            path ??= targets is null
                ? scope.View.ShortestPath(node, IsTarget, follow, run.Budget.Cancellation)
                : scope.View.ShortestPath(node, targets, follow, run.Budget.Cancellation);
            if (path.Count == 0) continue;
            run.Budget.CheckElements(held += path.Count);
            paths.Add(path);
        }

        run.HandOnPaths(paths);

        bool IsTarget(Node node)
        {
            run.Budget.Tick();
            return step.Target is not { } target || target.Test(node);
        }
    }

    /// <summary>All nodes that fit; null where they are many.</summary>
    private List<Node>? ScanTargets(QueryRun run)
    {
        var view = run.Scope.View;
        foreach (var condition in step.Target!.Conjuncts)
        {
            if (condition is not FieldCondition { Field.Path: { } path, ValueTest.SeekValues: not null }) continue;
            view.Graph.AutomaticIndexes.Scanned(path, view.NodeIndexLimit);
            break;
        }

        var targets = new List<Node>();
        foreach (var node in view.Nodes)
        {
            run.Budget.Tick();
            if (!step.Target.Test(node)) continue;
            if (targets.Count == MostTargets) return null;
            targets.Add(node);
        }

        return targets;
    }

    /// <summary>The targets where an index names a few: then the search can start from both ends. Null where it does not.</summary>
    private List<Node>? FindTargets(GraphView view)
    {
        if (step.Target is null || view.Kind == ViewKind.Window) return null;
        foreach (var condition in step.Target.Conjuncts)
        {
            if (condition is not FieldCondition { Field.Path: { } path, ValueTest.SeekValues: [var value] }
                || !view.TryFindNodes(path, value, out var candidates, out var estimate) || estimate > MostTargets)
            {
                continue;
            }

            var targets = new List<Node>();
            foreach (var node in candidates)
            {
                if (step.Target.Test(node)) targets.Add(node);
            }

            return targets;
        }

        return null;
    }
}
