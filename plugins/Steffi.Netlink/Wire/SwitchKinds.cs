using static Steffi.Netlink.FieldForm;

namespace Steffi.Netlink;

/// <summary>
/// Links that have ports (bridge, bond, vrf) and what their ports carry. The bridge's running timers (hello, tcn, topology
/// change, gc, message age, hold) are left out: they differ in every message and would make each one a change.
/// </summary>
internal static class SwitchKinds
{
    private static readonly string[] BondModes =
        ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    public static readonly LinkKind[] All =
    [
        new("bridge", "Bridge",
            new(1, "ForwardDelay", U32), new(2, "HelloTime", U32), new(3, "MaxAge", U32), new(4, "AgeingTime", U32),
            new(5, "STPState", U32), new(6, "Priority", U16), new(7, "VLANFiltering", Bool), new(8, "VLANProtocol", EtherType),
            new(9, "GroupFwdMask", U16), new(10, "RootID", BridgeId), new(11, "BridgeID", BridgeId), new(12, "RootPort", U16),
            new(13, "RootPathCost", U32), new(20, "GroupAddress", HardwareAddress), new(22, "McastRouter", U8),
            new(23, "McastSnooping", Bool), new(25, "McastQuerier", Bool), new(36, "NfCallIptables", Bool),
            new(37, "NfCallIp6tables", Bool), new(38, "NfCallArptables", Bool), new(39, "VLANDefaultPVID", U16)),
        new("bond", "Bond",
            new(1, "Mode", Enum8, BondModes), new(2, "ActiveSlave", IfIndex), new(3, "Miimon", U32), new(4, "UpDelay", U32),
            new(5, "DownDelay", U32), new(6, "UseCarrier", Bool), new(7, "ArpInterval", U32), new(8, "ArpIPTargets", Addresses),
            new(9, "ArpValidate", U32), new(11, "Primary", IfIndex), new(12, "PrimaryReselect", Enum8, "always", "better", "failure"),
            new(13, "FailOverMAC", Enum8, "none", "active", "follow"),
            new(14, "XmitHashPolicy", Enum8, "layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"),
            new(17, "AllSlavesActive", Bool), new(18, "MinLinks", U32), new(21, "LACPRate", Enum8, "slow", "fast"),
            new(22, "ADSelect", Enum8, "stable", "bandwidth", "count"), new(26, "ADActorSystem", HardwareAddress),
            new(29, "LACPActive", Bool)),
        new("vrf", "Vrf", new FieldRule(1, "Table", U32)),
    ];

    /// <summary>IFLA_INFO_SLAVE_DATA, by the kind of the master.</summary>
    public static readonly LinkKind[] Ports =
    [
        new("bridge", "BridgePort",
            new(1, "State", Enum8, "disabled", "listening", "learning", "forwarding", "blocking"), new(2, "Priority", U16),
            new(3, "Cost", U32), new(4, "Hairpin", Bool), new(5, "Guard", Bool), new(6, "RootBlock", Bool), new(7, "FastLeave", Bool),
            new(8, "Learning", Bool), new(9, "UnicastFlood", Bool), new(10, "ProxyARP", Bool), new(13, "DesignatedRoot", BridgeId),
            new(14, "DesignatedBridge", BridgeId), new(15, "DesignatedPort", U16), new(16, "DesignatedCost", U16), new(18, "No", U16),
            new(27, "McastFlood", Bool), new(29, "VLANTunnel", Bool), new(30, "BcastFlood", Bool), new(32, "NeighSuppress", Bool),
            new(33, "Isolated", Bool), new(39, "Locked", Bool)),
        new("bond", "BondSlave",
            new(1, "State", Enum8, "ACTIVE", "BACKUP"), new(2, "MiiStatus", Enum8, "UP", "GOING_DOWN", "DOWN", "GOING_BACK"),
            new(3, "LinkFailureCount", U32), new(4, "PermMAC", HardwareAddress), new(5, "QueueId", U16), new(6, "AggregatorId", U16),
            new(7, "AdActorOperPortState", U8), new(8, "AdPartnerOperPortState", U16)),
        new("vrf", "VrfPort", new FieldRule(1, "Table", U32)),
    ];
}
