using static Steffi.Netlink.FieldForm;

namespace Steffi.Netlink;

/// <summary>Links that share a parent's wire or a program's descriptor: vlan, macvlan, ipvlan, tun, macsec, hsr.</summary>
internal static class DeviceKinds
{
    // enum macvlan_mode numbers its modes 1, 2, 4, 8, 16: exactly one is set.
    private static readonly FieldRule[] Macvlan =
    [
        new(1, "Mode", Enum32, "", "private", "vepa", "", "bridge", "", "", "", "passthru", "", "", "", "", "", "", "", "source"),
        new(2, "Flags", U16), new(6, "MACAddressCount", U32),
    ];

    private static readonly FieldRule[] Ipvlan =
        [new(1, "Mode", Enum16, "l2", "l3", "l3s"), new(2, "Flags", Enum16, "bridge", "private", "vepa")];

    public static readonly LinkKind[] All =
    [
        new("vlan", "Vlan", new(1, "ID", U16), new(5, "Protocol", EtherType)),
        new("macvlan", "Macvlan", Macvlan), new("macvtap", "Macvlan", Macvlan),
        new("ipvlan", "Ipvlan", Ipvlan), new("ipvtap", "Ipvlan", Ipvlan),
        new("tun", "TunTap",
            new(1, "Owner", U32), new(2, "Group", U32), new(3, "Mode", Enum8, "", "tun", "tap"), new(4, "PI", Bool),
            new(5, "VnetHdr", Bool), new(6, "Persist", Bool), new(7, "MultiQueue", Bool), new(8, "Queues", U32), new(9, "DisabledQueues", U32)),
        new("macsec", "Macsec",
            new(2, "Port", U16Network), new(3, "ICVLength", U8), new(5, "Window", U32), new(6, "EncodingSA", U8),
            new(7, "Encrypt", Bool), new(8, "Protect", Bool), new(12, "ReplayProtect", Bool),
            new(13, "Validation", Enum8, "disabled", "check", "strict")),
        new("hsr", "Hsr",
            new(1, "Slave1", IfIndex), new(2, "Slave2", IfIndex), new(4, "SupervisionAddress", HardwareAddress), new(6, "Version", U8),
            new(7, "Protocol", Enum8, "hsr", "prp")),
    ];
}
