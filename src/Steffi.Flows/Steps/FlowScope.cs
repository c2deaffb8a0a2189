using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Counters of one flow or node over a time.</summary>
/// <param name="Owner">The flow's UUID or the node's id.</param>
/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="Last">Milliseconds since 1970.</param>
/// <param name="Names">Of the counters; the same array for all points of a kind where possible.</param>
/// <param name="Values">One a name.</param>
internal readonly record struct MetricPoint(string Owner, long Start, long Last, string[] Names, long[] Values)
{
    private static readonly string[] FlowCounters = ["ABBytes", "ABPackets", "BABytes", "BAPackets"];

    /// <summary>Whether a flow's metric has a field of the name.</summary>
    public static bool IsCounter(string name) => name is "RTT" or "Start" or "Last" || FlowCounters.Contains(name);

    public static MetricPoint Of(string flow, FlowMetric metric) =>
        new(flow, metric.Start, metric.Last, FlowCounters, [metric.ABBytes, metric.ABPackets, metric.BABytes, metric.BAPackets]);
}

/// <summary>A stretch of time in milliseconds since 1970, both ends included, as Context asks for it, or the view that is asked.</summary>
internal readonly record struct TimeSlice(long Start, long Last)
{
    public static TimeSlice? Of(StepInput input) => (input.Context ?? input.View.Window) is { } window
        ? new TimeSlice(window.From.ToUnixTimeMilliseconds(), (window.To - TimeSpan.FromTicks(1)).ToUnixTimeMilliseconds())
        : null;

    public bool Overlaps(long start, long last) => start <= Last && last >= Start;
}

/// <summary>Where the flows of a query come from: those that go on, or the history in a slice of time.</summary>
internal abstract class FlowScope
{
    /// <summary>The time that Context asked for.</summary>
    public virtual TimeSlice? Slice => null;

    /// <summary>Candidates: all flows that fulfil the lookup, and possibly others.</summary>
    public abstract IEnumerable<Flow> Find(FlowLookup lookup, CancellationToken cancel);

    /// <summary>The number of all flows.</summary>
    public abstract int Count(CancellationToken cancel);

    /// <summary>The metrics, in time, of the flows that fulfil lookup and condition: those that overlap the slice.</summary>
    public abstract IEnumerable<MetricPoint> ReadMetrics(FlowLookup lookup, Func<Flow, bool>? where, CancellationToken cancel);

    /// <summary>The packets that were kept of the flows that fulfil lookup and condition.</summary>
    public abstract IEnumerable<FlowPacket> ReadPackets(FlowLookup lookup, Func<Flow, bool> where, CancellationToken cancel);
}

internal sealed class LiveScope(ILiveFlows live) : FlowScope
{
    public override IEnumerable<Flow> Find(FlowLookup lookup, CancellationToken cancel) => live.Find(lookup);

    public override int Count(CancellationToken cancel) => live.Find(FlowLookup.All).Count();

    public override IEnumerable<MetricPoint> ReadMetrics(FlowLookup lookup, Func<Flow, bool>? where, CancellationToken cancel) =>
        // A flow that was never updated has all it counted so far in its totals.
        live.Find(lookup).Where(flow => where is null || where(flow)).Select(flow => MetricPoint.Of(flow.UUID, flow.LastUpdateMetric ?? flow.Metric));

    public override IEnumerable<FlowPacket> ReadPackets(FlowLookup lookup, Func<Flow, bool> where, CancellationToken cancel) =>
        live.Find(lookup).Where(where).SelectMany(flow => flow.RawPackets.Select(packet => new FlowPacket(flow.UUID, packet)));
}

/// <summary>The history in a slice of time; near to now with the flows that are too young for a report.</summary>
internal sealed class PastScope(FlowHistory history, ILiveFlows live, TimeSlice slice) : FlowScope
{
    public override TimeSlice? Slice => slice;

    private long ExpireAfter => (long)history.Options.ExpireAfter.TotalMilliseconds;

    // A flow that is silent counts as going on until its table gives it up.
    private long From => slice.Start - ExpireAfter;

    public override IEnumerable<Flow> Find(FlowLookup lookup, CancellationToken cancel) =>
        history.Find(lookup, From, slice.Last, cancel).Concat(Unreported(lookup)).DistinctBy(flow => flow.UUID);

    public override int Count(CancellationToken cancel) => history.Count(From, slice.Last, cancel) + Unreported(FlowLookup.All).Count();

    public override IEnumerable<MetricPoint> ReadMetrics(FlowLookup lookup, Func<Flow, bool>? where, CancellationToken cancel) =>
        history.ReadMetrics(lookup, where, slice.Start, slice.Last, cancel).Select(point => MetricPoint.Of(point.UUID, point.Metric))
            .Concat(Unreported(lookup).Where(flow => (where is null || where(flow)) && slice.Overlaps(flow.Metric.Start, flow.Metric.Last))
                .Select(flow => MetricPoint.Of(flow.UUID, flow.Metric)));

    public override IEnumerable<FlowPacket> ReadPackets(FlowLookup lookup, Func<Flow, bool> where, CancellationToken cancel) =>
        history.ReadPackets(lookup, where, From, slice.Last, cancel)
            .Concat(Unreported(lookup).Where(where).SelectMany(flow => flow.RawPackets.Select(packet => new FlowPacket(flow.UUID, packet))))
            .Where(packet => packet.Packet.Timestamp / 1_000_000 <= slice.Last);

    /// <summary>Tables report far more often than they give up what is silent: what is older than that is in the history.</summary>
    private IEnumerable<Flow> Unreported(FlowLookup lookup) => slice.Last < history.Options.Time.GetUtcNow().ToUnixTimeMilliseconds() - ExpireAfter
        ? []
        : live.Find(lookup).Where(flow => flow.LastUpdateMetric is null && flow.Start <= slice.Last && flow.Last >= From);
}
