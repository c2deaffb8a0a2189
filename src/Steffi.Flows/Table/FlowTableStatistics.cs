namespace Steffi.Flows;

/// <summary>Counters of a <see cref="FlowTable"/> since it was made; names are Skydive's.</summary>
/// <param name="PacketsReceived">Frames added.</param>
/// <param name="PacketsDropped">Of these, frames that belong to no flow: of an unknown link type, or too short for the first header.</param>
/// <param name="FlowCount">Flows there are now.</param>
/// <param name="FlowDropped">Flows that were dropped for want of room.</param>
/// <remarks>The counters below say why a frame could not be read to its end; what could be read of it is metered all the same.</remarks>
public readonly record struct FlowTableStatistics(long PacketsReceived, long PacketsDropped, long FlowCount, long FlowDropped)
{
    /// <summary>Frames of a link type that is not read.</summary>
    public long UnknownLinkType { get; init; }

    /// <summary>Frames that end within a link header: Ethernet, 802.1Q, LLC, ARP, PPPoE, PPP, cooked, loopback.</summary>
    public long TruncatedLink { get; init; }

    /// <summary>Frames that end within an IP header or an extension header.</summary>
    public long TruncatedNetwork { get; init; }

    /// <summary>Frames that end within a header above IP: TCP, UDP, SCTP, ICMP, IGMP, VRRP, OSPF, ESP.</summary>
    public long TruncatedTransport { get; init; }

    /// <summary>Frames that end within a tunnel header: GRE, ERSPAN, MPLS, VXLAN, Geneve, EtherIP.</summary>
    public long TruncatedTunnel { get; init; }

    /// <summary>Frames with an IP header that contradicts itself: version, header length, total length.</summary>
    public long InvalidNetwork { get; init; }

    /// <summary>Frames with a transport header that contradicts itself: data offset, length.</summary>
    public long InvalidTransport { get; init; }

    /// <summary>Frames with a tunnel header that contradicts itself: version, missing identifier.</summary>
    public long InvalidTunnel { get; init; }

    /// <summary>Frames with more headers or tunnels than are followed.</summary>
    public long TooDeep { get; init; }

    /// <summary>Bytes that the table takes for its flows now, without what single flows keep besides: packets, reassembly, what dissectors remember.</summary>
    public long Memory { get; init; }

    /// <summary>With IPDefrag: fragments that fit no datagram (beyond its end, odd lengths), or whose datagram never became whole.</summary>
    public long FragmentsDropped { get; init; }

    /// <summary>The reasons for which frames could not be read to their end, and how many: those above that there were.</summary>
    public IReadOnlyList<(string Reason, long Count)> Malformed => [.. (((string Reason, long Count)[])
    [
        (nameof(UnknownLinkType), UnknownLinkType), (nameof(TruncatedLink), TruncatedLink), (nameof(TruncatedNetwork), TruncatedNetwork),
        (nameof(TruncatedTransport), TruncatedTransport), (nameof(TruncatedTunnel), TruncatedTunnel), (nameof(InvalidNetwork), InvalidNetwork),
        (nameof(InvalidTransport), InvalidTransport), (nameof(InvalidTunnel), InvalidTunnel), (nameof(TooDeep), TooDeep), (nameof(FragmentsDropped), FragmentsDropped),
    ]).Where(one => one.Count > 0)];

    /// <summary>The counters of two tables together.</summary>
    public static FlowTableStatistics operator +(FlowTableStatistics left, FlowTableStatistics right) => new(
        left.PacketsReceived + right.PacketsReceived, left.PacketsDropped + right.PacketsDropped, left.FlowCount + right.FlowCount, left.FlowDropped + right.FlowDropped)
    {
        UnknownLinkType = left.UnknownLinkType + right.UnknownLinkType,
        TruncatedLink = left.TruncatedLink + right.TruncatedLink,
        TruncatedNetwork = left.TruncatedNetwork + right.TruncatedNetwork,
        TruncatedTransport = left.TruncatedTransport + right.TruncatedTransport,
        TruncatedTunnel = left.TruncatedTunnel + right.TruncatedTunnel,
        InvalidNetwork = left.InvalidNetwork + right.InvalidNetwork,
        InvalidTransport = left.InvalidTransport + right.InvalidTransport,
        InvalidTunnel = left.InvalidTunnel + right.InvalidTunnel,
        TooDeep = left.TooDeep + right.TooDeep,
        FragmentsDropped = left.FragmentsDropped + right.FragmentsDropped,
        Memory = left.Memory + right.Memory,
    };

    /// <summary>As the operator.</summary>
    public static FlowTableStatistics Add(FlowTableStatistics left, FlowTableStatistics right) => left + right;
}
