using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>One interface during one life: a reused index is another object.</summary>
internal sealed class LinkState(LinkMessage message, DateTimeOffset since)
{
    public LinkMessage Message { get; set; } = message;
    public List<BridgeVlan> BridgeVlans { get; set; } = [];
    public List<AddressMessage> Addresses { get; } = [];
    public Dictionary<NeighborKey, NeighborMessage> Neighbors { get; } = [];
    public Dictionary<NeighborKey, NeighborMessage> Forwarding { get; } = [];
    public List<RouteMessage> Routes { get; set; } = [];
    public long RoutesFingerprint { get; set; }
    public LinkSamples Samples { get; } = new(message.Statistics, since);

    public MappedTable RoutingTables { get; } = new();
    public MappedTable NeighborTable { get; } = new();
    public MappedTable ForwardingTable { get; } = new();

    public EthtoolInfo Ethtool { get; set; } = new(null, null, null, null, null);

    /// <summary>What ethtool has still to be asked.</summary>
    public EthtoolQuestions Questions { get; set; } = EthtoolQuestions.All;

    /// <summary>What this watcher last wrote: the next change is told as the difference to it, so that keys of other probes stay.</summary>
    public Metadata Written { get; set; }
    public bool IsWritten { get; set; }

    /// <summary>When a table that changed may be mapped again, in TickCount64; MaxValue when none waits.</summary>
    public long TablesDue => Math.Min(RoutingTables.Due, Math.Min(NeighborTable.Due, ForwardingTable.Due));

    public LinkFacts Facts(long netns, long? linkNetNS, IReadOnlyList<string> ports, long now) => new()
    {
        Link = Message,
        Ethtool = Ethtool,
        NetNS = netns,
        LinkNetNS = linkNetNS,
        Addresses = Addresses,
        BridgeVlans = BridgeVlans,
        Ports = ports,
        RoutingTables = RoutingTables.Value(now, Routes, RouteMapping.ToMetadata),
        Neighbors = NeighborTable.Value(now, Neighbors.Values, NeighborMapping.ToMetadata),
        FDB = ForwardingTable.Value(now, Forwarding.Values, NeighborMapping.ToMetadata),
    };
}
