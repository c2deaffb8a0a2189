namespace Steffi.Gremlin;

/// <summary>V: a node by id, candidates of an index, or all nodes. Hot (benchmarks: Gremlin/HasName, Gremlin/HasRegexCount).</summary>
internal sealed class NodesOperator(LogicalNodes step) : Operator(step.At)
{
    /// <summary>The same without range and count, which in a window only apply after sorting.</summary>
    private readonly LogicalNodes _whole = step with { Range = RowRange.All, IsCounted = false, Top = null };

    public override void Run(QueryRun run)
    {
        if (step.Id is not null) RunById(run);
        else if (run.Scope.IsWindow && (!step.Range.IsAll || step.Top is not null)) RunWindow(run);
        else if (step is { IsCounted: true, Where: null, Range.IsAll: true }) run.HandOnValue(CountAll(run.Scope));
        else RunScan(run, step);

        if (run.Scope.IsWindow && step is { Id: null, Range.IsAll: true, IsCounted: false, Top: null }) Order(run);
    }

    private static long CountAll(GraphScope scope) => scope.Part?.Nodes.Length ?? scope.View.CountNodes();

    private void RunById(QueryRun run)
    {
        if (!run.Scope.TryGetNode(step.Id!, out var node)) throw At.Error($"Node '{step.Id}' does not exist");
        var sink = new NodeSink(step, run);
        if (!sink.IsFull) sink.Offer(node);
        sink.Finish(run);
    }

    private void RunScan(QueryRun run, LogicalNodes source)
    {
        var sink = new NodeSink(source, run);
        if (run.Scope.Part is { } part)
        {
            foreach (ref readonly var node in part.Nodes.AsSpan())
            {
                if (sink.IsFull) break;
                sink.Offer(node);
            }
        }
        else if (!TrySeek(run, ref sink))
        {
            foreach (var node in run.Scope.View.Nodes)
            {
                if (sink.IsFull) break;
                sink.Offer(node);
            }
        }

        sink.Finish(run);
    }

    /// <summary>Reads the index with the least to look at; false when there is none.</summary>
    private bool TrySeek(QueryRun run, ref NodeSink sink)
    {
        var best = -1;
        var fewest = long.MaxValue;
        for (var i = 0; i < step.Seeks.Count; i++)
        {
            if (step.Seeks[i].Estimate(run.Scope.View) is not { } estimate || estimate >= fewest) continue;
            (best, fewest) = (i, estimate);
        }

        if (best < 0)
        {
            if (step.Seeks.Count > 0) run.Scope.View.Graph.AutomaticIndexes.Scanned(step.Seeks[0].Path, run.Scope.View.NodeIndexLimit);
            return false;
        }

        if (!step.Seeks[best].TryFind(run.Scope.View, out var candidates)) return false;
        foreach (var node in candidates)
        {
            if (sink.IsFull) break;
            sink.Offer(node);
        }

        return true;
    }

    private void RunWindow(QueryRun run)
    {
        RunScan(run, _whole);
        Order(run);
        run.Nodes.Slice(step.Range);
        if (step.IsCounted) run.HandOnValue(run.Nodes.Count);
        if (step.Top is { } top) new SortOperator(top).Run(run);
    }

    /// <summary>A slice of time shows its revisions in the order of their changes.</summary>
    private static void Order(QueryRun run)
    {
        var sorted = run.Nodes.Span.ToArray().OrderBy(node => node.UpdatedAt).ToArray();
        var output = run.StartNodes();
        output.AddRange(sorted);
        run.HandOnNodes();
    }
}
