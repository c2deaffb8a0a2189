namespace Steffi.Gremlin;

/// <summary>OutE, InE, BothE.</summary>
internal sealed class IncidentOperator(LogicalIncident step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new EdgeSink(step, run);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            if (sink.IsFull) break;
            run.Budget.Tick();
            if (step.Direction != Direction.In) Visit(node.OutEdges, run.Scope, skipLoops: false, ref sink);
            if (step.Direction != Direction.Out) Visit(node.InEdges, run.Scope, skipLoops: step is { Direction: Direction.Both, TakesLoopsTwice: false }, ref sink);
        }

        sink.Finish(run);
    }

    private static void Visit(EdgeSequence edges, GraphScope scope, bool skipLoops, ref EdgeSink sink)
    {
        foreach (var edge in edges)
        {
            if (sink.IsFull) return;
            if (skipLoops && edge.ParentIndex == edge.ChildIndex) continue;
            if (scope.Contains(edge)) sink.Offer(edge);
        }
    }
}

/// <summary>InV (the parent), OutV (the child), BothV.</summary>
internal sealed class EndsOperator(LogicalEnds step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new NodeSink(step, run);
        foreach (ref readonly var edge in run.Edges.Span)
        {
            if (sink.IsFull) break;
            if (step.Direction != Direction.Out) Neighbours.Offer(edge, ofChild: false, run.Scope, ref sink);
            if (step.Direction != Direction.In && !sink.IsFull) Neighbours.Offer(edge, ofChild: true, run.Scope, ref sink);
        }

        sink.Finish(run);
    }
}
