namespace Steffi.Flows;

/// <summary>Brings flows back to an instant: what the updates after it counted is taken off the totals.</summary>
/// <param name="instant">Milliseconds since 1970.</param>
/// <param name="found">Where they go.</param>
internal sealed class FlowAsOf(long instant, List<Flow> found)
{
    private Flow? _flow;
    private bool _beganHere;
    private FlowMetric _totals;
    private FlowMetric? _update;
    private int _later;

    /// <param name="flow">As its last update told it.</param>
    /// <param name="beganHere">Whether its totals are those of the updates that follow, and of one before them.</param>
    public void Begin(Flow flow, bool beganHere)
    {
        End();
        (_flow, _beganHere, _totals, _update, _later) = (flow, beganHere, flow.Metric, null, 0);
    }

    /// <summary>Takes an update of the flow; they come in the order of their time.</summary>
    public void Add(long start, ReadOnlySpan<byte> value)
    {
        if (_flow is null || _flow.Last <= instant) return;
        var update = FlowRow.ReadMetric(value, start);
        if (update.Last <= instant)
        {
            _update = update;
            return;
        }

        _totals = _totals.Without(update) with { Last = _later++ == 0 ? Math.Max(_totals.Start, Math.Min(update.Start, _totals.Last)) : _totals.Last };
    }

    public void End()
    {
        if (_flow is null) return;
        found.Add(_later == 0 ? _flow : _flow with
        {
            Metric = _totals,
            LastUpdateMetric = _update ?? (_beganHere ? _totals : null),
            Last = _totals.Last,
            FinishType = FlowFinishType.NotFinished,
            Revision = Math.Max(1, _flow.Revision - _later),
        });
        _flow = null;
    }
}
