namespace Steffi.Flows;

/// <summary>
/// What a query asks of flows, step by step, and the search for it when rows are wanted. Conditions go into the search, also from
/// behind Dedup and Sort, as in Skydive; what follows a Limit stays behind it. Immutable but for what was found.
/// </summary>
internal sealed class FlowSearch
{
    /// <summary>So many are rather picked out of all than looked up one by one.</summary>
    private const int Many = 10_000;

    private readonly FlowScope _scope;
    private readonly IReadOnlyList<FlowCondition> _where;
    private readonly IReadOnlyList<Func<List<Flow>, List<Flow>>> _then;
    private readonly bool _isCut;
    private readonly Action _tick;
    private readonly CancellationToken _cancel;
    private List<Flow>? _found;

    private FlowSearch(
        FlowScope scope, IReadOnlyList<FlowCondition> where, IReadOnlyList<Func<List<Flow>, List<Flow>>> then, bool isCut, Action tick, CancellationToken cancel) =>
        (_scope, _where, _then, _isCut, _tick, _cancel) = (scope, where, then, isCut, tick, cancel);

    /// <param name="scope">Where flows come from.</param>
    /// <param name="where">All must hold.</param>
    /// <param name="tick">Called once a flow looked at; throws when the query's time is up.</param>
    /// <param name="cancel">The query's.</param>
    public FlowSearch(FlowScope scope, IReadOnlyList<FlowCondition> where, Action tick, CancellationToken cancel) : this(scope, where, [], false, tick, cancel)
    {
    }

    public FlowScope Scope => _scope;

    public CancellationToken Cancellation => _cancel;

    /// <summary>In the order that Sort gave, else by their start.</summary>
    public List<Flow> Found => _found ??= Run();

    /// <summary>How many there are: unordered where nothing needs an order, and not looked at where nothing is asked of them.</summary>
    public int Count => _found is not null || _then.Count > 0 ? Found.Count
        : _where.Count == 0 ? _scope.Count(_cancel)
        : _scope.Find(FlowCondition.LookupOf(_where), _cancel).Count(Test);

    public FlowSearch Where(IReadOnlyList<FlowCondition> conditions) => _isCut
        ? Then(flows => flows.FindAll(flow => conditions.All(condition => condition.Test(flow))))
        : new FlowSearch(_scope, [.. _where, .. conditions], _then, false, _tick, _cancel);

    public FlowSearch Then(Func<List<Flow>, List<Flow>> step, bool isCut = false) =>
        new(_scope, _where, [.. _then, step], _isCut || isCut, _tick, _cancel);

    /// <summary>The metrics, in time, of the flows found.</summary>
    public IEnumerable<MetricPoint> ReadMetrics()
    {
        // In the past a flow is what it was known to be at the end of the slice; the periods before would not tell.
        if (_then.Count == 0 && (_scope.Slice is null || _where.All(condition => condition.IsFixed)))
            return _scope.ReadMetrics(FlowCondition.LookupOf(_where), _where.Count == 0 ? null : Test, _cancel);

        var told = Found.FindAll(IsToldOnce).Select(flow => MetricPoint.Of(flow.UUID, flow.Metric)).Where(point => _scope.Slice?.Overlaps(point.Start, point.Last) != false);
        if (Found.FindAll(flow => !IsToldOnce(flow)) is not { Count: > 0 } others) return told;
        var (lookup, where) = Only(others);
        return told.Concat(_scope.ReadMetrics(lookup, where, _cancel));
    }

    /// <summary>The packets that were kept of the flows found, those of a flow in their order, some maybe twice.</summary>
    public IEnumerable<FlowPacket> ReadPackets()
    {
        var (lookup, where) = Only(Found.FindAll(flow => flow.RawPacketsCaptured > 0 || flow.RawPackets.Count > 0));
        return _scope.ReadPackets(lookup, where, _cancel);
    }

    /// <summary>Whether its totals are its only period: it has ended, and its last report told them all.</summary>
    private static bool IsToldOnce(Flow flow) =>
        flow.FinishType != FlowFinishType.NotFinished && flow.LastUpdateMetric is { } update && update.Counts(flow.Metric);

    private (FlowLookup Lookup, Func<Flow, bool> Where) Only(List<Flow> flows)
    {
        var uuids = flows.Select(flow => flow.UUID).ToHashSet();
        return (LookupOf(flows), flow => uuids.Contains(flow.UUID));
    }

    private FlowLookup LookupOf(List<Flow> flows)
    {
        if (flows.Count <= Many) return new FlowLookup([[.. flows.Select(Id)]]);
        // What was told of once is found by what it is; what was told of several times may have been something else.
        var others = flows.Where(flow => flow.LastUpdateMetric is { } update && !update.Counts(flow.Metric)).Select(Id).ToArray();
        if (others.Length > Many) return FlowCondition.LookupOf(_where.Where(condition => condition.IsFixed));
        var sought = _where.Where(condition => condition.Terms is not null);
        return new FlowLookup([.. sought.Select(condition => condition.IsFixed ? condition.Terms! : [.. condition.Terms!, .. others])]);

        static FlowTerm Id(Flow flow) => new(FlowField.UUID, flow.UUID);
    }

    private List<Flow> Run()
    {
        var flows = FlowSorting.ByStart(_scope.Find(FlowCondition.LookupOf(_where), _cancel).Where(Test));
        foreach (var step in _then) flows = step(flows);
        return flows;
    }

    private bool Test(Flow flow)
    {
        _tick();
        foreach (var condition in _where)
        {
            if (!condition.Test(flow)) return false;
        }

        return true;
    }
}
