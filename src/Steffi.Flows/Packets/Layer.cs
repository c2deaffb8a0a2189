namespace Steffi.Flows;

/// <summary>A header that a layers path names. One byte, so that a path is a number.</summary>
internal enum Layer : byte
{
    None,
    Ethernet,
    Dot1Q,
    LLC,
    SNAP,
    STP,
    ARP,
    PPPoE,
    PPP,
    MPLS,
    LLDP,
    CDP,
    EAPOL,
    Dot11,
    PBB,
    TRILL,
    MACsec,
    IPv4,
    IPv6,
    IPv6HopByHop,
    IPv6Routing,
    IPv6Fragment,
    IPv6Destination,
    IPSecAH,
    IPSecESP,
    Fragment,
    TCP,
    UDP,
    UDPLite,
    SCTP,
    ICMPv4,
    ICMPv6,
    ICMPv6Echo,
    ICMPv6RouterSolicitation,
    ICMPv6RouterAdvertisement,
    ICMPv6NeighborSolicitation,
    ICMPv6NeighborAdvertisement,
    ICMPv6Redirect,
    MLDv1MulticastListenerQuery,
    MLDv1MulticastListenerReport,
    MLDv1MulticastListenerDone,
    MLDv2MulticastListenerQuery,
    MLDv2MulticastListenerReport,
    IGMP,
    VRRP,
    OSPF,
    GRE,
    EtherIP,
    VXLAN,
    Geneve,
    GTPv1U,
    Teredo,
    AYIYA,
    L2TP,
    CAPWAP,
    TZSP,
    NSH,
    DNS,
    NTP,
    DHCPv4,
    DHCPv6,
}

/// <summary>The names of layers where they are not the members' own.</summary>
internal static class LayerName
{
    private static readonly string[] Names = [.. Enum.GetValues<Layer>().Select(Of)];

    public static string Name(this Layer layer) => Names[(int)layer];

    private static string Of(Layer layer) => layer switch
    {
        Layer.LLDP => "LinkLayerDiscovery",
        Layer.CDP => "CiscoDiscovery",
        _ => layer.ToString(),
    };
}
