namespace Steffi.Gremlin;

/// <summary>ShortestPathTo: for each start node the way to the nearest node that fits; start nodes without one give nothing.</summary>
internal sealed class PathsOperator(LogicalPaths step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var scope = run.Scope;
        Func<Edge, bool>? follow = step.EdgeWhere is null && scope.Part is null ? null : edge =>
        {
            run.Budget.Tick();
            return scope.Contains(edge) && (step.EdgeWhere is not { } where || where.Test(edge));
        };

        var paths = new List<IReadOnlyList<Node>>();
        long held = 0;
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Check();
            var path = scope.View.ShortestPath(node, IsTarget, follow, run.Budget.Cancellation);
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
}
