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

    /// <summary>With IPDefrag: fragments that fit no datagram: beyond its end, odd lengths.</summary>
    public long FragmentsDropped { get; init; }
}
