namespace Steffi.Gremlin;

/// <summary>
/// Ascendants, Descendants, Neighbors: breadth first, each node once, so that cycles end. A level of the search is a stretch of
/// the output, which needs no queue of its own.
/// </summary>
internal sealed class ReachOperator(LogicalReach step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var output = run.StartNodes();
        using var met = new IndexSet(run.Scope.View.NodeIndexLimit);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            if (met.Add(node.Index)) output.Add(node);
        }

        var start = 0;
        for (long depth = 0; depth < step.MaxDepth && start < output.Count; depth++)
        {
            var end = output.Count;
            for (; start < end; start++) Expand(run, output.Span[start], met, output);
        }

        run.HandOnNodes();
    }

    private void Expand(QueryRun run, Node node, IndexSet met, ElementBuffer<Node> output)
    {
        if (step.Reach != Reach.Ascendants)
        {
            foreach (var edge in node.OutEdges)
            {
                if (IsFollowed(run, edge) && met.Add(edge.ChildIndex)) output.Add(edge.Child);
            }
        }

        if (step.Reach != Reach.Descendants)
        {
            foreach (var edge in node.InEdges)
            {
                if (IsFollowed(run, edge) && met.Add(edge.ParentIndex)) output.Add(edge.Parent);
            }
        }
    }

    private bool IsFollowed(QueryRun run, in Edge edge)
    {
        run.Budget.Tick();
        return run.Scope.Contains(edge) && step.EdgeWhere.Test(edge);
    }
}
