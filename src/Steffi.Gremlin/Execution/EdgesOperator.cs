namespace Steffi.Gremlin;

/// <summary>E: an edge by id, or all edges.</summary>
internal sealed class EdgesOperator(LogicalEdges step) : Operator(step.At)
{
    private readonly LogicalEdges _whole = step with { Range = RowRange.All, IsCounted = false };

    public override void Run(QueryRun run)
    {
        if (step.Id is not null) RunById(run);
        else if (step is { IsCounted: true, Where: null, Range.IsAll: true }) run.HandOnValue(CountAll(run.Scope));
        else if (run.Scope.IsWindow) RunWindow(run);
        else RunScan(run, step);
    }

    private static long CountAll(GraphScope scope) => scope.Part?.Edges.Length ?? scope.View.CountEdges();

    private void RunById(QueryRun run)
    {
        if (!run.Scope.TryGetEdge(step.Id!, out var edge)) throw At.Error($"Edge '{step.Id}' does not exist");
        var sink = new EdgeSink(step, run);
        if (!sink.IsFull) sink.Offer(edge);
        sink.Finish(run);
    }

    private static void RunScan(QueryRun run, LogicalEdges source)
    {
        var sink = new EdgeSink(source, run);
        if (run.Scope.Part is { } part)
        {
            foreach (ref readonly var edge in part.Edges.AsSpan())
            {
                if (sink.IsFull) break;
                sink.Offer(edge);
            }
        }
        else
        {
            foreach (var edge in run.Scope.View.Edges)
            {
                if (sink.IsFull) break;
                sink.Offer(edge);
            }
        }

        sink.Finish(run);
    }

    private void RunWindow(QueryRun run)
    {
        RunScan(run, _whole);
        var sorted = run.Edges.Span.ToArray().OrderBy(edge => edge.UpdatedAt).ToArray();
        var output = run.StartEdges();
        output.AddRange(sorted);
        run.HandOnEdges();
        run.Edges.Slice(step.Range);
        if (step.IsCounted) run.HandOnValue(run.Edges.Count);
    }
}
