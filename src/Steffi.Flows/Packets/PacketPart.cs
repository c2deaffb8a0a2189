namespace Steffi.Flows;

/// <summary>What tunnels a part's payload.</summary>
internal enum TunnelType : byte
{
    None,
    GRE,
    MPLS,
    VXLAN,
    Geneve,
    ERSPAN,
    EtherIP,
    GTP,
    Teredo,
    AYIYA,
    L2TP,
    CAPWAP,
    TZSP,
    PBB,
    TRILL,
}

/// <summary>
/// What one part of a frame says: from its first header to its tunnel header or payload. Filled by <see cref="PacketWalk"/>; a frame
/// without tunnels has one part.
/// </summary>
internal struct PacketPart
{
    /// <summary>48 bits each; meaningful with <see cref="HasLink"/>.</summary>
    public ulong SourceMac, DestinationMac;

    /// <summary>Addresses as big-endian numbers, an IPv4 address in the low 32 bits of the low half.</summary>
    public ulong SourceHigh, SourceLow, DestinationHigh, DestinationLow;

    /// <summary>VLAN ids, 12 bits each, the outermost lowest.</summary>
    public long Vlans;

    public LayerPath Path;

    /// <summary>Nanoseconds since 1970.</summary>
    public long Time;

    /// <summary>The VNI or GRE key of the part's own tunnel header.</summary>
    public uint NetworkId;

    /// <summary>What names the tunnel: <see cref="NetworkId"/>, or the MPLS label at the bottom of the stack.</summary>
    public uint TunnelId;

    /// <summary>What names the tunnel that this part is in; with <see cref="Around"/>.</summary>
    public uint AroundId;

    /// <summary>Original length from the part's first header on.</summary>
    public int Length;

    /// <summary>Where the part begins in the frame; with <see cref="BeginsInDatagram"/> in the datagram that was put together.</summary>
    public int Start;

    public ushort SourcePort, DestinationPort;

    /// <summary>The IP protocol of the innermost header; 44 for a fragment. Without IP: the EtherType, or the LLC service access point.</summary>
    public ushort Protocol;

    /// <summary>0, 4 or 6.</summary>
    public byte IPVersion;

    public bool HasLink;
    public TunnelType Tunnel;

    /// <summary>The tunnel that this part is in. Not always that which the flow around began with: GRE may bring IP and what ERSPAN mirrors, and many keys.</summary>
    public TunnelType Around;

    public byte TimeToLive;

    /// <summary>Of TCP; for SCTP those of the flags that its chunks stand for.</summary>
    public byte TcpFlags;

    public uint TcpSequence, TcpAcknowledgement;

    public byte IcmpType, IcmpCode;
    public ushort IcmpId;

    /// <summary>What follows the last named header: its offset, how much was captured, how much there was.</summary>
    public int PayloadAt, PayloadCaptured, PayloadLength;

    /// <summary>Where the logical link header of a frame with a length begins; 0 without.</summary>
    public int LogicalLinkAt;

    /// <summary>Of a datagram that was put together here: fragments that came before the last, and those that did not fit.</summary>
    public ushort Fragments, FragmentErrors;

    /// <summary>True for the innermost part, which has the frame's payload.</summary>
    public bool IsLast;

    /// <summary>True for what was counted elsewhere: there is no payload to look at.</summary>
    public bool IsCounted;

    /// <summary>True where the payload's offset counts in the datagram that was put together, not in the frame.</summary>
    public bool IsInDatagram;

    /// <summary>True where all of the part is in that datagram: one tunnelled in it.</summary>
    public bool BeginsInDatagram;

    /// <summary>Whether the payload is not all there.</summary>
    public readonly bool IsTruncated => PayloadCaptured < PayloadLength;
}
