namespace Steffi.Flows;

/// <summary>Why a frame could not be read to its end. It is metered as far as it was read.</summary>
internal enum MalformedReason
{
    /// <summary>It could.</summary>
    None,

    /// <summary>The link type is not one that is read.</summary>
    UnknownLinkType,

    /// <summary>The frame ends within a link header: Ethernet, 802.1Q, LLC, SNAP, PPPoE, cooked, loopback.</summary>
    TruncatedLink,

    /// <summary>The frame ends within an IPv4 or IPv6 header or its extension.</summary>
    TruncatedNetwork,

    /// <summary>The frame ends within a transport or ICMP header.</summary>
    TruncatedTransport,

    /// <summary>The frame ends within a tunnel header: GRE, ERSPAN, VXLAN, Geneve, MPLS.</summary>
    TruncatedTunnel,

    /// <summary>An IP header that contradicts itself: version, header length, total length.</summary>
    InvalidNetwork,

    /// <summary>A transport header that contradicts itself: data offset, length.</summary>
    InvalidTransport,

    /// <summary>A tunnel header that contradicts itself: version, reserved bits.</summary>
    InvalidTunnel,

    /// <summary>More headers or tunnels than are followed.</summary>
    TooDeep,

    /// <summary>A fragment that overlaps, does not fit or came when there was no room.</summary>
    FragmentDropped,
}
