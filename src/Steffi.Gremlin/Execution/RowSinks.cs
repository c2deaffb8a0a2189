namespace Steffi.Gremlin;

/// <summary>Takes the nodes that a step finds: judges, drops what came already, cuts and counts. Hot, so a struct on the stack.</summary>
internal ref struct NodeSink
{
    private readonly LogicalSelection _step;
    private readonly ElementBuffer<Node> _rows;
    private readonly IndexSet? _met;
    private readonly Budget _budget;
    private readonly TopRows? _top;
    private long _kept;

    public NodeSink(LogicalSelection step, QueryRun run)
    {
        _step = step;
        _rows = run.StartNodes();
        _met = step.IsDistinct ? new IndexSet(run.Scope.View.NodeIndexLimit) : null;
        _budget = run.Budget;
        _top = step.Top is { } sort ? new TopRows(sort) : null;
    }

    /// <summary>True when nothing more is wanted.</summary>
    public readonly bool IsFull => _kept >= _step.Range.To || _step.Range.IsEmpty;

    public void Offer(in Node node)
    {
        _budget.Tick();
        if (_step.Where is { } where && !where.Test(node)) return;
        if (_met is not null && !_met.Add(node.Index)) return;
        if (_top is not null) _top.Offer(node);
        else if (_kept++ >= _step.Range.From && !_step.IsCounted) _rows.Add(node);
    }

    /// <summary>Not judged again where it was kept already.</summary>
    public void OfferOnce(in Node node)
    {
        if (_met is not null && _met.Contains(node.Index)) _budget.Tick();
        else Offer(node);
    }

    /// <summary>Hands on what was kept, or its number.</summary>
    public readonly void Finish(QueryRun run)
    {
        _met?.Dispose();
        _top?.WriteTo(_rows);
        if (_step.IsCounted) run.HandOnValue(Math.Max(0, Math.Min(_kept, _step.Range.To) - _step.Range.From));
        else run.HandOnNodes();
    }
}

/// <summary>Takes the edges that a step finds.</summary>
internal ref struct EdgeSink
{
    private readonly LogicalSelection _step;
    private readonly ElementBuffer<Edge> _rows;
    private readonly IndexSet? _met;
    private readonly Budget _budget;
    private long _kept;

    public EdgeSink(LogicalSelection step, QueryRun run)
    {
        _step = step;
        _rows = run.StartEdges();
        _met = step.IsDistinct ? new IndexSet(run.Scope.View.EdgeIndexLimit) : null;
        _budget = run.Budget;
    }

    /// <inheritdoc cref="NodeSink.IsFull"/>
    public readonly bool IsFull => _kept >= _step.Range.To || _step.Range.IsEmpty;

    public void Offer(in Edge edge)
    {
        _budget.Tick();
        if (_step.Where is { } where && !where.Test(edge)) return;
        if (_met is not null && !_met.Add(edge.Index)) return;
        if (_kept++ >= _step.Range.From && !_step.IsCounted) _rows.Add(edge);
    }

    /// <inheritdoc cref="NodeSink.Finish"/>
    public readonly void Finish(QueryRun run)
    {
        _met?.Dispose();
        if (_step.IsCounted) run.HandOnValue(Math.Max(0, Math.Min(_kept, _step.Range.To) - _step.Range.From));
        else run.HandOnEdges();
    }
}
