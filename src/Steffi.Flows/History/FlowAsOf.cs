namespace Steffi.Flows;

/// <summary>Brings flows back to an instant: what the updates after it counted is taken off the totals, and what they made known is not known yet.</summary>
/// <param name="instant">Milliseconds since 1970.</param>
/// <param name="words">Of the partition.</param>
/// <param name="found">Where they go.</param>
internal sealed class FlowAsOf(long instant, WordList words, List<Flow> found)
{
    private Flow? _flow;
    private bool _beganHere;
    private FlowMetric _totals;
    private FlowMetric? _update;
    private FlowFacts? _facts;
    private int _later;

    /// <param name="flow">As its last update told it.</param>
    /// <param name="beganHere">Whether its totals are those of the updates that follow, and of one before them.</param>
    public void Begin(Flow flow, bool beganHere)
    {
        End();
        (_flow, _beganHere, _totals, _update, _facts, _later) = (flow, beganHere, flow.Metric, null, null, 0);
    }

    /// <summary>Takes what stands behind the flow's row; it comes in the order of its time.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_flow is null || _flow.Last <= instant) return;
        if (key.Length == HistoryKey.FactsLength)
        {
            if (HistoryKey.TimeOf(key) > instant) _facts ??= FlowRow.ReadFacts(value, words);
            return;
        }

        var update = FlowRow.ReadMetric(value, HistoryKey.TimeOf(key));
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
        var flow = _facts is { } facts ? facts.PutInto(_flow) : _flow;
        var totals = _totals with { RTT = flow.Metric.RTT };
        found.Add(_later == 0 ? flow : flow with
        {
            Metric = totals,
            LastUpdateMetric = _update ?? (_beganHere ? totals : null),
            Last = totals.Last,
            FinishType = FlowFinishType.NotFinished,
            Revision = Math.Max(1, flow.Revision - _later),
        });
        _flow = null;
    }
}
