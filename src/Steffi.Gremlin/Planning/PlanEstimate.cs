namespace Steffi.Gremlin;

/// <summary>What a plan would cost on a view: rows from the graph's size, its degree and its indexes, else from rules of thumb.</summary>
internal sealed class PlanEstimate(GraphView view)
{
    private const double ReachLevels = 3;

    private readonly double _nodes = Math.Max(1, view.Kind == ViewKind.Live ? view.CountNodes() : view.NodeIndexLimit);
    private readonly double _edges = view.Kind == ViewKind.Live ? view.CountEdges() : view.EdgeIndexLimit;

    private double _rows = 1;

    public IReadOnlyList<StepReport> Of(IReadOnlyList<LogicalStep> steps) => [.. steps.Select(Next)];

    private StepReport Next(LogicalStep step)
    {
        var input = _rows;
        var (rows, cost) = step switch
        {
            LogicalNodes { Id: not null } or LogicalEdges { Id: not null } => (1, 1),
            LogicalNodes nodes => OfNodes(nodes),
            LogicalEdges edges => (_edges * SelectivityOf(edges.Where), _edges),
            LogicalHop { Direction: var direction } hop =>
                (input * Degree(direction) * SelectivityOf(hop.Over) * SelectivityOf(hop.Where), input * (1 + Degree(direction))),
            LogicalIncident { Direction: var direction } edges => (input * Degree(direction) * SelectivityOf(edges.Where), input * (1 + Degree(direction))),
            LogicalEnds ends => (input * (ends.Direction == Direction.Both ? 2 : 1) * SelectivityOf(ends.Where), input),
            LogicalSelection selection => (input * SelectivityOf(selection.Where), input),
            LogicalSort sort => (Math.Min(input, sort.Range.To), input * Math.Max(1, Math.Log2(Math.Max(2, Math.Min(input, sort.Range.To))))),
            LogicalRange range => (Cut(input, range.Range), input),
            LogicalDedup dedup => (Cut(dedup.Keys.Count == 0 ? Math.Min(input, _nodes) : input / 2, dedup.Range), input),
            LogicalReach reach => OfReach(input, reach),
            LogicalPaths => (input, input * _nodes / 8),
            LogicalCount or LogicalSum or LogicalKeys or LogicalTraversal { Reduces: true } => (1, input),
            LogicalGraph or LogicalContext or LogicalSubGraph => (1, step is LogicalSubGraph ? input * (1 + Degree(Direction.Out)) : 1),
            _ => (input, input),
        };
        if (step is LogicalSelection kept) rows = AfterAll(kept, rows);
        _rows = rows;
        return new StepReport(step.Describe(), Math.Round(rows), Math.Round(cost));
    }

    private (double Rows, double Cost) OfNodes(LogicalNodes nodes)
    {
        var looked = _nodes;
        foreach (var seek in nodes.Seeks)
        {
            if (seek.Estimate(view) is { } found) looked = Math.Min(looked, found);
        }

        return (Math.Min(looked, _nodes * SelectivityOf(nodes.Where)), looked);
    }

    private (double Rows, double Cost) OfReach(double input, LogicalReach reach)
    {
        var degree = Degree(reach.Reach == Reach.Neighbors ? Direction.Both : Direction.Out) * SelectivityOf(reach.EdgeWhere);
        var rows = Math.Min(_nodes, input * Math.Pow(1 + degree, Math.Min(reach.MaxDepth, ReachLevels)));
        return (rows, rows * (1 + degree));
    }

    private double AfterAll(LogicalSelection step, double rows)
    {
        if (step.IsDistinct) rows = Math.Min(rows, step.Elements == Shape.Edges ? _edges : _nodes);
        rows = Cut(rows, step.Range);
        if (step.Top is { } top) rows = Cut(rows, top.Range);
        return step.IsCounted ? 1 : rows;
    }

    private static double Cut(double rows, RowRange range) => Math.Max(0, Math.Min(rows, range.To) - range.From);

    private double Degree(Direction direction) => _edges / _nodes * (direction == Direction.Both ? 2 : 1);

    private double SelectivityOf(Condition? where) => where is null ? 1 : where.Conjuncts.Aggregate(1.0, (all, one) => all * SelectivityOfOne(one));

    private double SelectivityOfOne(Condition condition)
    {
        if (condition is not FieldCondition { ValueTest: var test, Field.Path: var path }) return 0.5;
        if (test.SeekValues is not { } values) return test is PresentTest or NotTest ? 0.9 : test is RegexTest ? 0.25 : 0.3;
        var indexed = path is null ? null : new Seek(path, test).Estimate(view);
        return indexed is { } found ? Math.Min(1, found / _nodes) : Math.Min(1, 0.1 * values.Count);
    }
}
