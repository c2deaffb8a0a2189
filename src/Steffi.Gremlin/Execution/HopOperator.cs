namespace Steffi.Gremlin;

/// <summary>Out, In, Both. In a window every revision of a neighbour is a row.</summary>
internal sealed class HopOperator(LogicalHop step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new NodeSink(step, run);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            if (sink.IsFull) break;
            run.Budget.Tick();
            if (step.Direction != Direction.In) VisitChildren(node, run.Scope, ref sink);
            if (step.Direction != Direction.Out) VisitParents(node, run.Scope, ref sink);
        }

        sink.Finish(run);
    }

    private static void VisitChildren(in Node node, GraphScope scope, ref NodeSink sink)
    {
        foreach (var edge in node.OutEdges)
        {
            if (sink.IsFull) return;
            if (scope.Contains(edge)) Neighbours.Offer(edge, ofChild: true, scope, ref sink);
        }
    }

    private void VisitParents(in Node node, GraphScope scope, ref NodeSink sink)
    {
        foreach (var edge in node.InEdges)
        {
            if (sink.IsFull) return;
            // An edge from a node to itself is one neighbour, not two.
            if (step.Direction == Direction.Both && edge.ParentIndex == edge.ChildIndex) continue;
            if (scope.Contains(edge)) Neighbours.Offer(edge, ofChild: false, scope, ref sink);
        }
    }
}

/// <summary>The node at one end of an edge, or in a window its revisions.</summary>
internal static class Neighbours
{
    public static void Offer(in Edge edge, bool ofChild, GraphScope scope, ref NodeSink sink)
    {
        if (!scope.IsWindow)
        {
            sink.Offer(ofChild ? edge.Child : edge.Parent);
            return;
        }

        foreach (var revision in scope.Revisions(ofChild ? edge.ChildId : edge.ParentId))
        {
            if (sink.IsFull) return;
            sink.Offer(revision);
        }
    }
}
