using System.Collections.Frozen;

namespace Steffi;

/// <summary>The words that metadata of networks is full of, each one byte instead of its text.</summary>
/// <remarks>A word is the same on every machine and in every store: new ones go to the end, none is taken out, 256 is the most.</remarks>
internal static class WordTable
{
    public const int Longest = 16;

    private static readonly string[] Words =
    [
        "UP", "DOWN", "UNKNOWN", "LOWERLAYERDOWN", "DORMANT", "TESTING", "NOTPRESENT",
        "BROADCAST", "MULTICAST", "LOOPBACK", "POINTOPOINT", "RUNNING", "NOARP", "PROMISC", "ALLMULTI", "MASTER", "SLAVE", "DEBUG",
        "NOTRAILERS", "PORTSEL", "AUTOMEDIA", "DYNAMIC", "LOWER_UP", "ECHO",
        "device", "veth", "bridge", "netns", "host", "probe", "tun", "tap", "dummy", "vlan", "vxlan", "bond", "macvlan", "ipvlan", "ifb",
        "gre", "gretap", "ip6gre", "ip6tnl", "ipip", "sit", "geneve", "wireguard", "vrf", "team", "internal", "patch", "ovsbridge", "ovsport",
        "ether", "loopback", "none", "ppp", "infiniband", "netlink", "docker", "container", "libvirt", "lxd", "openflow",
        "ownership", "layer2", "virtual_net", "virtio_net", "ixgbe", "e1000", "e1000e", "igb", "i40e", "ice", "mlx4_en", "mlx5_core",
        "vmxnet3", "ena", "bnxt_en", "r8169", "tg3", "hv_netvsc", "openvswitch",
        "forwarding", "disabled", "learning", "listening", "blocking", "reachable", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED",
        "PERMANENT", "INCOMPLETE", "NTF_SELF", "NUD_PERMANENT", "static", "kernel", "boot", "unicast", "multicast", "local", "link", "global",
        "site", "tcp", "udp", "icmp", "IPv4", "IPv6", "TCP", "UDP", "ICMPv4", "ICMPv6", "full", "half", "on", "off", "yes", "no", "auto",
        "running", "stopped", "paused", "active", "inactive", "started", "dead", "created", "exited",
    ];

    private static readonly FrozenDictionary<string, byte> Numbers =
        Words.Select((word, number) => (word, number)).ToFrozenDictionary(pair => pair.word, pair => (byte)pair.number, StringComparer.Ordinal);

    public static int Count => Words.Length;

    public static bool TryFind(string text, out byte number)
    {
        number = 0;
        return text.Length is >= 2 and <= Longest && Numbers.TryGetValue(text, out number);
    }

    public static string TextOf(byte number) => Words[number];
}
