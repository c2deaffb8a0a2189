using System.Globalization;

namespace Steffi.Netlink;

/// <summary>The words that Skydive and ip(8) use for the kernel's numbers.</summary>
internal static class LinkNames
{
    public const uint Up = 1;

    private static readonly string[] Flags =
    [
        "UP", "BROADCAST", "DEBUG", "LOOPBACK", "POINTTOPOINT", "NOTRAILERS", "RUNNING", "NOARP", "PROMISC", "ALLMULTI", "MASTER",
        "SLAVE", "MULTICAST", "PORTSEL", "AUTOMEDIA", "DYNAMIC", "LOWER_UP", "DORMANT", "ECHO",
    ];

    private static readonly string[] OperStates = ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"];

    // linux/if_arp.h
    private static readonly Dictionary<ushort, string> Encapsulations = new()
    {
        [0] = "generic",
        [1] = "ether",
        [24] = "eui64",
        [32] = "infiniband",
        [256] = "slip",
        [280] = "can",
        [512] = "ppp",
        [519] = "rawip",
        [768] = "ipip",
        [769] = "tunnel6",
        [772] = "loopback",
        [774] = "fddi",
        [776] = "sit",
        [778] = "gre",
        [801] = "ieee802.11",
        [802] = "ieee802.11/prism",
        [803] = "ieee802.11/radiotap",
        [804] = "ieee802.15.4",
        [823] = "gre6",
        [824] = "netlink",
        [825] = "6lowpan",
        [826] = "vsockmon",
        [65533] = "void",
        [65534] = "none",
    };

    // Bit i of ndm_state and of ndm_flags (linux/neighbour.h), spelled as Skydive does.
    private static readonly string[] NeighborStates =
        ["NUD_INCOMPLETE", "NUD_REACHABLE", "NUD_STALE", "NUD_DELAY", "NUD_PROBE", "NUD_FAILED", "NUD_NOARP", "NUD_PERMANENT"];

    private static readonly string[] NeighborFlags =
        ["NTF_USE", "NTF_SELF", "NTF_MASTER", "NTF_PROXY", "NTF_EXT_LEARNED", "NTF_OFFLOADED", "NTF_STICKY", "NTF_ROUTER"];

    // Bit i of ifa_flags (linux/if_addr.h); bit 0 means SECONDARY for IPv4 and TEMPORARY for IPv6.
    private static readonly string[] AddressFlags =
    [
        "SECONDARY", "NODAD", "OPTIMISTIC", "DADFAILED", "HOMEADDRESS", "DEPRECATED", "TENTATIVE", "PERMANENT", "MANAGETEMPADDR",
        "NOPREFIXROUTE", "MCAUTOJOIN", "STABLE_PRIVACY",
    ];

    private static readonly string[] RouteTypes =
        ["unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat"];

    public static string Type(string kind) => kind switch
    {
        "" => "device",        // hardware and lo: what the kernel has no kind for
        "tun" => "tuntap",
        _ => kind,
    };

    public static string Encapsulation(ushort hardwareType) =>
        Encapsulations.GetValueOrDefault(hardwareType) ?? $"unknown{hardwareType.ToString(CultureInfo.InvariantCulture)}";

    public static string OperState(byte state) => state < OperStates.Length ? OperStates[state] : "UNKNOWN";

    public static string Scope(byte scope) => scope switch
    {
        0 => "global",
        200 => "site",
        253 => "link",
        254 => "host",
        255 => "nowhere",
        _ => scope.ToString(CultureInfo.InvariantCulture),
    };

    public static string RouteType(byte type) =>
        type < RouteTypes.Length ? RouteTypes[type] : type.ToString(CultureInfo.InvariantCulture);

    public static string[] LinkFlags(uint flags) => Set(Flags, flags);

    public static string[] NeighborState(ushort state) => state == 0 ? ["NUD_NONE"] : Set(NeighborStates, state);

    public static string[] NeighborFlag(byte flags) => Set(NeighborFlags, flags);

    public static string[] AddressFlag(byte family, uint flags)
    {
        var names = Set(AddressFlags, flags);
        if (family == AddressFamilies.IPv6 && names.Length > 0 && names[0] == "SECONDARY")
            names[0] = "TEMPORARY";
        return names;
    }

    private static string[] Set(string[] names, uint bits)
    {
        var set = new List<string>();
        for (int i = 0; i < names.Length; i++)
        {
            if ((bits >> i & 1) != 0)
                set.Add(names[i]);
        }
        return [.. set];
    }
}
