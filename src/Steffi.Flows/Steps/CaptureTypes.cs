using System.Collections.Frozen;

namespace Steffi.Flows;

/// <summary>Which nodes packets can be captured on.</summary>
public static class CaptureTypes
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.Ordinal,
        "bond", "bridge", "can", "device", "dpdkport", "dummy", "erspan", "geneve", "gre", "gretap", "ifb", "internal", "ip6erspan", "ip6gre", "ip6gretap",
        "ip6tnl", "ip6_vti", "ipip", "ipvlan", "ipvtap", "lowpan", "macsec", "macvlan", "macvtap", "nlmon", "ovsbridge", "ovsport", "patch", "ppp", "sit",
        "tap", "team", "tun", "tunnel", "tunnel6", "veth", "vlan", "vrf", "vti", "vxcan", "vxlan", "wireguard", "wlan", "xfrm", "openvswitch");

    /// <summary>Whether a node of this Type can be captured on: interfaces can, hosts, namespaces and containers cannot.</summary>
    /// <param name="type">The metadata key Type.</param>
    public static bool IsAllowed(string type) => Allowed.Contains(type);
}
