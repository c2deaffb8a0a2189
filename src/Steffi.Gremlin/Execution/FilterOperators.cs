namespace Steffi.Gremlin;

/// <summary>Has and its kin on nodes that another step handed on.</summary>
internal sealed class NodeFilterOperator(LogicalFilter step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new NodeSink(step, run);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            if (sink.IsFull) break;
            sink.Offer(node);
        }

        sink.Finish(run);
    }
}

/// <summary>Has and its kin on edges.</summary>
internal sealed class EdgeFilterOperator(LogicalFilter step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new EdgeSink(step, run);
        foreach (ref readonly var edge in run.Edges.Span)
        {
            if (sink.IsFull) break;
            sink.Offer(edge);
        }

        sink.Finish(run);
    }
}
