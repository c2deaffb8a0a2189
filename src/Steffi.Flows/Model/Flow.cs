namespace Steffi.Flows;

/// <summary>Why a flow ended.</summary>
public enum FlowFinishType : byte
{
    /// <summary>It goes on.</summary>
    NotFinished,

    /// <summary>Silence for longer than its table's limit.</summary>
    Timeout,

    /// <summary>TCP: both sides sent FIN.</summary>
    TcpFin,

    /// <summary>TCP: a side sent RST.</summary>
    TcpRst,

    /// <summary>SCTP: both sides shut down.</summary>
    SctpShutdown,

    /// <summary>SCTP: a side sent ABORT.</summary>
    SctpAbort,
}

/// <summary>The ends of a flow at one layer.</summary>
/// <param name="Protocol">ETHERNET, IPV4, IPV6, TCP, UDP or SCTP.</param>
/// <param name="A">Of the sender of the first packet: MAC, address, or port.</param>
/// <param name="B">Of the other.</param>
/// <param name="ID">VLAN ids packed 12 bits each, the outermost lowest; VNI or GRE key at the network layer.</param>
public sealed record FlowLayer(string Protocol, string A, string B, long ID = 0);

/// <summary>The transport ends of a flow.</summary>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="A">Port of the sender of the first packet.</param>
/// <param name="B">Port of the other.</param>
/// <param name="ID">0.</param>
public sealed record FlowTransport(string Protocol, int A, int B, long ID = 0);

/// <summary>The ICMP exchange that a flow is.</summary>
/// <param name="Type">The class of types that meet: ECHO, NEIGHBOR, …</param>
/// <param name="Code">Of the first packet.</param>
/// <param name="ID">The identifier of an echo, else 0.</param>
public sealed record FlowIcmp(string Type, int Code, int ID);

/// <summary>Counters of a flow over a time.</summary>
/// <param name="ABPackets">Packets from A to B.</param>
/// <param name="ABBytes">Their original bytes.</param>
/// <param name="BAPackets">Packets from B to A.</param>
/// <param name="BABytes">Their original bytes.</param>
/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="Last">Milliseconds since 1970.</param>
/// <param name="RTT">Nanoseconds; 0 when not measured.</param>
public readonly record struct FlowMetric(long ABPackets, long ABBytes, long BAPackets, long BABytes, long Start, long Last, long RTT = 0)
{
    /// <summary>What is left when a part of it is taken off.</summary>
    internal FlowMetric Without(FlowMetric part) => this with
    {
        ABPackets = ABPackets - part.ABPackets,
        ABBytes = ABBytes - part.ABBytes,
        BAPackets = BAPackets - part.BAPackets,
        BABytes = BABytes - part.BABytes,
    };

    /// <summary>Whether both count the same, whenever they did.</summary>
    internal bool Counts(FlowMetric other) =>
        ABPackets == other.ABPackets && ABBytes == other.ABBytes && BAPackets == other.BAPackets && BABytes == other.BABytes;
}

/// <summary>One flow as it was at one moment: a snapshot, immutable, thread-safe. Field names are Skydive's.</summary>
/// <remarks>Everything that is not of every flow (TCPMetric, IPMetric, DNS, TLS, …) is in <see cref="Details"/>, by its JSON name.</remarks>
public sealed record Flow
{
    /// <summary>Unique per capture, interface and life: 16 lower-case hexadecimal digits, as all ids here.</summary>
    public required string UUID { get; init; }

    /// <summary>The same at every capture point that sees the same frames.</summary>
    public required string TrackingID { get; init; }

    /// <summary>The same on both sides of a router.</summary>
    public required string L3TrackingID { get; init; }

    /// <summary>The flow that this one is tunnelled in; null outside of tunnels.</summary>
    public string? ParentUUID { get; init; }

    /// <summary>The interface captured on: its node's TID.</summary>
    public string? NodeTID { get; init; }

    /// <summary>The capture that this flow comes from.</summary>
    public string? CaptureID { get; init; }

    /// <summary>Layer names joined by <c>/</c>, payload not named.</summary>
    public required string LayersPath { get; init; }

    /// <summary>The last named layer, the port map's word, or the protocol that a dissector confirmed.</summary>
    public required string Application { get; init; }

    /// <summary>How <see cref="Application"/> is known: <c>dissector</c>, <c>port</c> or <c>layer</c>; null when classification is off.</summary>
    public string? ApplicationBy { get; init; }

    /// <summary>MAC addresses and VLANs.</summary>
    public FlowLayer? Link { get; init; }

    /// <summary>IP addresses, and the VNI or key of the part's own tunnel header.</summary>
    public FlowLayer? Network { get; init; }

    /// <summary>Ports.</summary>
    public FlowTransport? Transport { get; init; }

    /// <summary>For ICMP.</summary>
    public FlowIcmp? ICMP { get; init; }

    /// <summary>Totals.</summary>
    public FlowMetric Metric { get; init; }

    /// <summary>The same over the last update period; null before the first update.</summary>
    public FlowMetric? LastUpdateMetric { get; init; }

    /// <summary>Milliseconds since 1970 of the first packet.</summary>
    public long Start { get; init; }

    /// <summary>Milliseconds since 1970 of the last packet.</summary>
    public long Last { get; init; }

    /// <summary>Why it ended.</summary>
    public FlowFinishType FinishType { get; init; }

    /// <summary>Counts updates that changed something, from 1.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Packets that are kept as they are, by RawPacketLimit.</summary>
    public long RawPacketsCaptured { get; init; }

    /// <summary>Those packets, oldest first: at most RawPacketLimit. Not part of the flow's JSON.</summary>
    public IReadOnlyList<RawPacket> RawPackets { get; init; } = [];

    /// <summary>CommunityID, TCPMetric, IPMetric, Tunnel, and what dissectors found: DNS, TLS, …</summary>
    public Metadata Details { get; init; }
}
