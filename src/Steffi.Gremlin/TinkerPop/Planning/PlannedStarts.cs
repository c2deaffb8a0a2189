namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Gives V() and E(), with the steps behind them that mean to TinkerPop what they mean to Skydive, to the planner of both dialects:
/// <code>
/// V.has('Name', 'eth0').out('layer2').dedup()  =>  V seek [Name] where Name = 'eth0' -> Out over edges where RelationType = 'layer2' distinct
/// V.has('Name', 'eth0').path()                 =>  V seek [Name] where Name = 'eth0' -> path
/// </code>
/// A second move that may meet a place again stays a step, unless it is only counted: its equal traversers become one with a bulk.
/// </summary>
internal static class PlannedStarts
{
    /// <param name="root">Changed in place.</param>
    /// <param name="paths">What the query asks of paths.</param>
    /// <param name="labels">Which keys are labels.</param>
    /// <param name="ordersAll">Whether order() keeps what has no value to order by: then it stays a step.</param>
    public static void Put(Traversal root, PathMode paths, LabelKeys labels, bool ordersAll) => Put(root, paths, labels, ordersAll, isRoot: true);

    private static void Put(Traversal traversal, PathMode paths, LabelKeys labels, bool ordersAll, bool isRoot)
    {
        foreach (var child in traversal.Steps.SelectMany(step => step.Children).ToList()) Put(child, paths, labels, ordersAll, isRoot: false);
        for (var i = 0; i < traversal.Steps.Count; i++)
        {
            if (traversal.Steps[i] is not GraphStep { WantsAll: true }) continue;
            var start = new StartReader(traversal.Steps, i, paths, labels, isAlone: isRoot && i == 0) { OrdersAll = ordersAll }.Read();
            traversal.Steps.RemoveRange(i, start.Written.Count);
            traversal.Steps.Insert(i, start);
        }
    }
}

/// <summary>Reads steps into a plan, as far as they go.</summary>
/// <param name="steps">Of a traversal.</param>
/// <param name="at">Where V() or E() stands.</param>
/// <param name="paths">What the query asks of paths.</param>
/// <param name="labels">Which keys are labels.</param>
/// <param name="isAlone">Whether what leaves V() is all that there is: what looks at all rows can then be planned too.</param>
internal sealed class StartReader(List<Step> steps, int at, PathMode paths, LabelKeys labels, bool isAlone)
{
    private readonly List<LogicalStep> _plan = [];
    private bool _isLabelled;
    private Shape _shape;

    public bool OrdersAll { get; init; }

    public PlannedStart Read()
    {
        var start = Read(int.MaxValue);
        return start.Plan.Count(step => step is (LogicalHop or LogicalIncident) and LogicalSelection { IsDistinct: false, IsCounted: false }) > 1 ? Read(1) : start;
    }

    private PlannedStart Read(int mostMoves)
    {
        var first = (GraphStep)steps[at];
        _plan.Clear();
        _isLabelled = false;
        _shape = first.WantsEdges ? Shape.Edges : Shape.Nodes;
        _plan.Add(first.WantsEdges ? new LogicalEdges(first.At, null) : new LogicalNodes(first.At, null));
        var end = at + 1;
        var moves = 0;
        Note(first);
        for (; end < steps.Count && _shape != Shape.Values; end++)
        {
            if (steps[end] is MoveStep && moves++ == mostMoves || !TryRead(steps[end], end)) break;
            Note(steps[end]);
        }

        return new PlannedStart(Planner.Plan([.. _plan]), steps[at..end]) { Name = first.Name, At = first.At, IsFirst = first.IsFirst, IsSource = first.IsSource };
    }

    private void Note(Step step) => _isLabelled |= step.Labels.Length > 0 && paths != PathMode.None;

    public static LogicalHop Hop(MoveStep move, LabelKeys labels) =>
        new(move.At, Of(move.Direction)) { Over = StepConditions.OfEdgeLabels(move.EdgeLabels, labels), TakesLoopsTwice = true };

    public static LogicalIncident Incident(MoveStep move, LabelKeys labels) =>
        new(move.At, Of(move.Direction)) { Where = StepConditions.OfEdgeLabels(move.EdgeLabels, labels), TakesLoopsTwice = true };

    private bool TryRead(Step step, int place)
    {
        var isEdges = _shape == Shape.Edges;
        if (StepConditions.Of(step, isEdges ? labels.EdgePath : labels.VertexPath, isEdges ? LabelKeys.DefaultEdge : LabelKeys.DefaultVertex) is { } condition)
            return Add(new LogicalFilter(step.At, _shape) { Where = condition });
        if (!isAlone) return false;
        switch (step)
        {
            case DedupStep { IsPlain: true }:
                return Add(new LogicalDedup(step.At, _shape, []));
            case RangeStep range:
                return Add(new LogicalRange(step.At, _shape, range.Range));
            case OrderStep { Bys: [{ Key: { } key, Order: not SortOrder.Shuffle } by] } when !isEdges && !OrdersAll:
                // What has no value there is no part of the order.
                var field = new PropertyField(key);
                Add(new LogicalFilter(step.At, _shape) { Where = new HeldCondition(field, isWanted: true) });
                return Add(new LogicalSort(step.At, field, by.Order == SortOrder.Desc) { OrdersTypes = true });
        }

        // From here on the path would know more than where it ends.
        if (_isLabelled || paths == PathMode.Full || place + 1 < steps.Count && steps[place + 1] is OtherEndStep) return false;
        switch (step)
        {
            case MoveStep { ToEdges: false } move when !isEdges:
                return Add(Hop(move, labels));
            case MoveStep move when !isEdges:
                _shape = Shape.Edges;
                return Add(Incident(move, labels));
            case EndStep end when isEdges:
                _shape = Shape.Nodes;
                // The source is the parent, which Skydive's dialect calls In.
                return Add(new LogicalEnds(step.At, end.End switch { EdgeDirection.Out => Direction.In, EdgeDirection.In => Direction.Out, _ => Direction.Both }));
            case CountStep:
                Add(new LogicalCount(step.At, _shape));
                _shape = Shape.Values;
                return true;
            default:
                return false;
        }
    }

    private bool Add(LogicalStep step)
    {
        _plan.Add(step);
        return true;
    }

    private static Direction Of(EdgeDirection direction) => direction switch
    {
        EdgeDirection.Out => Direction.Out,
        EdgeDirection.In => Direction.In,
        _ => Direction.Both,
    };
}
