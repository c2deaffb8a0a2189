namespace Steffi.Flows;

/// <summary>Where a flow stands in its life, and what is to be done with its packets.</summary>
[Flags]
internal enum FlowState : uint
{
    None = 0,
    Live = 1,

    /// <summary>The first packet was sent by the key's second end: A is that end.</summary>
    Swapped = 2,

    /// <summary>Closed or reset; held for a while.</summary>
    Ended = 4,

    /// <summary>Of those that end after a short silence.</summary>
    Short = 8,

    FinAB = 16,
    FinBA = 32,

    /// <summary>The classifier wants more of it.</summary>
    Classify = 64,

    /// <summary>TCP segments are put in order.</summary>
    Reassemble = 128,

    /// <summary>Packets are kept.</summary>
    KeepPackets = 256,

    /// <summary>A layer's fields are read from each packet.</summary>
    ReadFields = 512,

    /// <summary>Datagrams are put together, and counted.</summary>
    CountFragments = 1024,

    /// <summary>What a packet's update looks at besides the counters.</summary>
    Attentive = Ended | Classify | Reassemble | KeepPackets | ReadFields | CountFragments,
}

/// <summary>What every packet of a flow touches: two cache lines.</summary>
internal struct FlowRecord
{
    public FlowKey Key;

    /// <summary>Nanoseconds since 1970 of the last packet.</summary>
    public long Last;

    public long ABPackets, ABBytes, BAPackets, BABytes;

    public ulong UUID;

    /// <summary>In the list that orders flows by their last packet; of a free slot the next free one.</summary>
    public FlowLinks Links;

    public FlowState State;

    /// <summary>Odd while the record, its detail or extra are being written: readers try again.</summary>
    public uint Version;

    /// <summary>Begins another flow. Field by field: the version is never anything else than it is, even for a moment.</summary>
    public void Renew(in FlowKey key, long time, FlowState state)
    {
        Key = key;
        Last = time;
        State = state;
        ABPackets = ABBytes = BAPackets = BABytes = 0;
        UUID = 0;
    }

    public readonly bool Has(FlowState state) => (State & state) != 0;
}

/// <summary>What is written when a flow begins, and seldom after.</summary>
internal struct FlowDetail
{
    /// <summary>Nanoseconds since 1970.</summary>
    public long Start;

    public ulong TrackingID, L3TrackingID;

    public LayerPath Path;

    /// <summary>Of the first packet.</summary>
    public ulong SourceMac, DestinationMac;

    public long Vlans;
    public uint NetworkId, TunnelId;

    /// <summary>Of the first packet.</summary>
    public ushort SourcePort, DestinationPort;

    /// <summary>When the exchange began that <see cref="RTT"/> will measure; 0 when none is open.</summary>
    public long AskedAt;

    /// <summary>Nanoseconds.</summary>
    public long RTT;

    /// <summary>When it closed.</summary>
    public long EndedAt;

    /// <summary>Totals at the last update.</summary>
    public long UpdatedABPackets, UpdatedABBytes, UpdatedBAPackets, UpdatedBABytes;

    /// <summary>The last update period; the times are 0 before the first.</summary>
    public long PeriodStart, PeriodLast, PeriodABBytes, PeriodBABytes;
    public uint PeriodABPackets, PeriodBAPackets;

    /// <summary>When the next update is due, and the neighbours in that queue.</summary>
    public long UpdateAt;
    public FlowLinks UpdateLinks;

    /// <summary>What only some flows have.</summary>
    public FlowExtra? Extra;

    public int Revision;
    public FlowFinishType FinishType;
    public TunnelType Tunnel;
    public byte IcmpType, IcmpCode;
    public bool HasLink;

    /// <summary>0 is a port like any other, but what was cut off before them has none; a path that is too long to name them all may have some.</summary>
    public readonly bool HasPorts => (SourcePort | DestinationPort) != 0 || Path.HasPorts;
}
