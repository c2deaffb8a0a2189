using static Steffi.Netlink.FieldForm;

namespace Steffi.Netlink;

/// <summary>Tunnels: linux/if_link.h (vxlan, geneve, xfrm) and linux/if_tunnel.h.</summary>
internal static class TunnelKinds
{
    private static readonly FieldRule[] IpTunnel =
    [
        new(1, "Link", IfIndex), new(2, "Local", Address), new(3, "Remote", Address), new(4, "TTL", U8), new(5, "TOS", U8),
        new(6, "EncapLimit", U8), new(7, "FlowInfo", U32Network), new(9, "Proto", U8), new(10, "PMTUDisc", Bool),
        new(15, "EncapType", Enum16, "none", "fou", "gue", "mpls"), new(17, "EncapSport", U16Network), new(18, "EncapDport", U16Network),
        new(19, "External", Flag), new(20, "FwMark", U32),
    ];

    private static readonly FieldRule[] Gre =
    [
        new(1, "Link", IfIndex), new(2, "IFlags", U16Network), new(3, "OFlags", U16Network), new(4, "IKey", U32Network),
        new(5, "OKey", U32Network), new(6, "Local", Address), new(7, "Remote", Address), new(8, "TTL", U8), new(9, "TOS", U8),
        new(10, "PMTUDisc", Bool), new(11, "EncapLimit", U8), new(12, "FlowInfo", U32Network),
        new(14, "EncapType", Enum16, "none", "fou", "gue", "mpls"), new(16, "EncapSport", U16Network), new(17, "EncapDport", U16Network),
        new(18, "External", Flag), new(19, "IgnoreDF", Bool), new(20, "FwMark", U32), new(21, "ErspanIndex", U32),
        new(22, "ErspanVersion", U8), new(23, "ErspanDirection", Enum8, "ingress", "egress"), new(24, "ErspanHwid", U16),
    ];

    private static readonly FieldRule[] Vti =
    [
        new(1, "Link", IfIndex), new(2, "IKey", U32Network), new(3, "OKey", U32Network), new(4, "Local", Address),
        new(5, "Remote", Address), new(6, "FwMark", U32),
    ];

    public static readonly LinkKind[] All =
    [
        new("vxlan", "Vxlan",
            new(1, "VNI", U32), new(2, "Group", Address), new(3, "Link", IfIndex), new(4, "Local", Address), new(5, "TTL", U8),
            new(6, "TOS", U8), new(7, "Learning", Bool), new(8, "Ageing", U32), new(9, "Limit", U32), new(10, "PortRange", PortRange),
            new(11, "Proxy", Bool), new(12, "RSC", Bool), new(13, "L2Miss", Bool), new(14, "L3Miss", Bool), new(15, "Port", U16Network),
            new(16, "Group", Address), new(17, "Local", Address), new(18, "UDPCsum", Bool), new(19, "UDPZeroCsum6Tx", Bool),
            new(20, "UDPZeroCsum6Rx", Bool), new(23, "GBP", Flag), new(25, "External", Bool), new(26, "Label", U32Network),
            new(27, "GPE", Flag), new(28, "TTLInherit", Bool), new(29, "DF", Enum8, "unset", "set", "inherit"), new(30, "VNIFilter", Bool)),
        new("geneve", "Geneve",
            new(1, "VNI", U32), new(2, "Remote", Address), new(3, "TTL", U8), new(4, "TOS", U8), new(5, "Port", U16Network),
            new(6, "External", Flag), new(7, "Remote", Address), new(8, "UDPCsum", Bool), new(9, "UDPZeroCsum6Tx", Bool),
            new(10, "UDPZeroCsum6Rx", Bool), new(11, "Label", U32Network), new(12, "TTLInherit", Bool),
            new(13, "DF", Enum8, "unset", "set", "inherit"), new(14, "InnerProtoInherit", Flag)),
        new("gre", "Gre", Gre), new("gretap", "Gre", Gre), new("ip6gre", "Gre", Gre), new("ip6gretap", "Gre", Gre),
        new("erspan", "Gre", Gre), new("ip6erspan", "Gre", Gre),
        new("ipip", "IPTunnel", IpTunnel), new("sit", "IPTunnel", IpTunnel), new("ip6tnl", "IPTunnel", IpTunnel),
        new("vti", "Vti", Vti), new("vti6", "Vti", Vti),
        new("xfrm", "Xfrm", new(1, "Link", IfIndex), new(2, "IfID", U32), new(3, "External", Flag)),
    ];
}
