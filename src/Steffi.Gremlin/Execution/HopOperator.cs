using System.Buffers;

namespace Steffi.Gremlin;

/// <summary>Out, In, Both. In a window every revision of a neighbour is a row.</summary>
internal sealed class HopOperator(LogicalHop step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        var sink = new NodeSink(step, run);
        if (run.Scope.IsWindow) RunWindow(run, ref sink);
        else
        {
            using var batch = new HopBatch(run.Scope, step);
            foreach (ref readonly var node in run.Nodes.Span)
            {
                if (sink.IsFull) break;
                batch.Add(node.Entry, ref sink);
            }

            batch.Flush(ref sink);
        }

        sink.Finish(run);
    }

    private void RunWindow(QueryRun run, ref NodeSink sink)
    {
        foreach (ref readonly var node in run.Nodes.Span)
        {
            if (sink.IsFull) break;
            run.Budget.Tick();
            if (step.Direction != Direction.In)
            {
                foreach (var edge in node.OutEdges)
                {
                    if (Follows(run, edge)) Neighbours.Offer(edge, ofChild: true, run.Scope, ref sink);
                }
            }

            if (step.Direction == Direction.Out) continue;
            foreach (var edge in node.InEdges)
            {
                // An edge from a node to itself is one neighbour, not two.
                if (step is { Direction: Direction.Both, TakesLoopsTwice: false } && edge.ParentIndex == edge.ChildIndex) continue;
                if (Follows(run, edge)) Neighbours.Offer(edge, ofChild: false, run.Scope, ref sink);
            }
        }
    }

    private bool Follows(QueryRun run, in Edge edge) => run.Scope.Contains(edge) && step.Over?.Test(edge) != false;
}

/// <summary>
/// Edges and their far ends, some hundred at a time in passes of one read each: the processor then fetches many elements at
/// once, where a walk would wait for each edge and then for its node. Hot (figure: queries; a third of the walk's time).
/// </summary>
internal sealed class HopBatch(GraphScope scope, LogicalHop step) : IDisposable
{
    private const int Size = RevisionBatch.Size;

    private readonly bool _judgesEdges = scope.Part is not null || step.Over is not null;
    private readonly bool _skipsLoops = step is { Direction: Direction.Both, TakesLoopsTwice: false };

    private readonly EdgeEntry[] _edges = ArrayPool<EdgeEntry>.Shared.Rent(Size);
    private readonly NodeEntry[] _ends = ArrayPool<NodeEntry>.Shared.Rent(Size);
    private readonly bool[] _inward = ArrayPool<bool>.Shared.Rent(Size);
    private readonly EdgeTable _table = scope.View.Graph.Tables.Edges;
    private readonly RevisionBatch _revisions = RevisionBatch.Rent();
    private int _count;

    public void Add(NodeEntry node, ref NodeSink sink)
    {
        if (step.Direction != Direction.In) Add(ref node.Out, inward: false, ref sink);
        if (step.Direction != Direction.Out) Add(ref node.In, inward: true, ref sink);
    }

    private void Add(ref Adjacency side, bool inward, ref NodeSink sink)
    {
        foreach (var number in side)
        {
            if (_count == Size) Flush(ref sink);
            var edge = _table[number];
            _edges[_count] = edge;
            _inward[_count++] = inward;
            edge.Prefetch();
        }
    }

    public void Flush(ref NodeSink sink)
    {
        var view = scope.View;
        _revisions.Find(view, _edges.AsSpan(0, _count));
        var found = 0;
        for (var i = 0; i < _count; i++)
        {
            var edge = _edges[i];
            // An edge from a node to itself is one neighbour, not two.
            if (_revisions[i] is not { } at || (_skipsLoops && _inward[i] && edge.ParentIndex == edge.ChildIndex)) continue;
            if (_judgesEdges && !Follows(new Edge(view, edge, at))) continue;
            var end = _inward[i] ? edge.Parent : edge.Child;
            _ends[found++] = end;
            Prefetch.Of(end);
        }

        _count = 0;
        _revisions.Find(view, _ends.AsSpan(0, found));
        for (var i = 0; i < found && !sink.IsFull; i++)
        {
            if (_revisions[i] is { } at) sink.OfferOnce(new Node(view, _ends[i], at));
        }
    }

    private bool Follows(in Edge edge) => scope.Contains(edge) && step.Over?.Test(edge) != false;

    public void Dispose()
    {
        ArrayPool<EdgeEntry>.Shared.Return(_edges, clearArray: true);
        ArrayPool<NodeEntry>.Shared.Return(_ends, clearArray: true);
        ArrayPool<bool>.Shared.Return(_inward);
        _revisions.Return();
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
