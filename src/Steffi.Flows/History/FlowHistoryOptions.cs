namespace Steffi.Flows;

/// <summary>What a <see cref="FlowHistory"/> keeps. Immutable.</summary>
public sealed record FlowHistoryOptions
{
    /// <summary>How long flows are kept after their last update; dropped in portions of 1/168 of it. Positive.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How large the store may get; the oldest go first, in portions of about 1/32 of it. Positive.</summary>
    public long MaxBytes { get; init; } = 10L << 30;

    /// <summary>How many updates may wait to be written; more are dropped and counted. Positive.</summary>
    public int QueueLength { get; init; } = 65_536;

    /// <summary>How long a silent flow counts as going on, when flows of a time are asked for: the tables' <see cref="FlowTableOptions.ExpireAfter"/>.</summary>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The clock of retention.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Counters of a <see cref="FlowHistory"/> since it was opened.</summary>
/// <param name="Written">Updates that are kept.</param>
/// <param name="Dropped">Updates that came while the queue was full.</param>
/// <param name="Failed">Updates that the store did not take; <see cref="FlowHistory.LastError"/> says why.</param>
/// <param name="Read">Flows that searches looked at.</param>
public readonly record struct FlowHistoryStatistics(long Written, long Dropped, long Failed, long Read);

/// <summary>A packet that was kept of a flow.</summary>
/// <param name="UUID">Of the flow.</param>
/// <param name="Packet">As it was captured.</param>
public readonly record struct FlowPacket(string UUID, RawPacket Packet);

/// <summary>What a flow counted over a time.</summary>
/// <param name="UUID">Of the flow.</param>
/// <param name="Metric">With the time.</param>
public readonly record struct FlowPoint(string UUID, FlowMetric Metric);
