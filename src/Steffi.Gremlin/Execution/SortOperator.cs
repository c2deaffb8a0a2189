namespace Steffi.Gremlin;

/// <summary>Sort: keys are read once, then rows are ordered by key and place, which makes it stable. A range keeps a heap instead.</summary>
internal sealed class SortOperator(LogicalSort step) : Operator(step.At)
{
    public override void Run(QueryRun run)
    {
        if (step.Range.To < run.Nodes.Count) KeepFirst(run);
        else SortWhole(run);
    }

    private void SortWhole(QueryRun run)
    {
        var nodes = run.Nodes.Span;
        var rows = new SortRow[nodes.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            run.Budget.Tick();
            rows[i] = SortRow.Of(step, i, nodes[i]);
        }

        Array.Sort(rows, new RowOrder(step.IsDescending));
        var output = run.StartNodes();
        foreach (var row in rows) output.Add(nodes[row.Place]);
        run.HandOnNodes();
        run.Nodes.Slice(step.Range);
    }

    private void KeepFirst(QueryRun run)
    {
        var top = new TopRows(step);
        foreach (ref readonly var node in run.Nodes.Span)
        {
            run.Budget.Tick();
            top.Offer(node);
        }

        top.WriteTo(run.StartNodes());
        run.HandOnNodes();
    }
}
