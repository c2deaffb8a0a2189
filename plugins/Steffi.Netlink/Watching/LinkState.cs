using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>What ethtool has still to be asked about an interface.</summary>
[Flags]
internal enum EthtoolQuestions : byte { None = 0, Driver = 1, Settings = 2, Features = 4, All = 7 }

/// <summary>One interface during one life: a reused index is another object.</summary>
internal sealed class LinkState(LinkMessage message, DateTimeOffset since)
{
    public LinkMessage Message { get; set; } = message;
    public List<BridgeVlan> BridgeVlans { get; set; } = [];
    public List<AddressMessage> Addresses { get; } = [];
    public Dictionary<NeighborKey, NeighborMessage> Neighbors { get; } = [];
    public Dictionary<NeighborKey, NeighborMessage> Forwarding { get; } = [];
    public long RoutesFingerprint { get; set; }
    public LinkStatistics Counted { get; set; } = message.Statistics ?? default;
    public DateTimeOffset CountedAt { get; set; } = since;

    // Mapped values, null while stale: a long table is mapped once per change of it.
    public MetadataValue RoutingTables { get; set; }
    public MetadataValue? NeighborsValue { get; set; } = MetadataValue.Null;
    public MetadataValue? ForwardingValue { get; set; } = MetadataValue.Null;
    public MetadataValue Metric { get; set; } = message.Statistics is { } total ? MetricMapping.Total(in total) : MetadataValue.Null;
    public MetadataValue LastUpdateMetric { get; set; }

    public EthtoolInfo Ethtool { get; set; } = new(null, null, null, null, null);
    public EthtoolQuestions Questions { get; set; } = EthtoolQuestions.All;

    /// <summary>What this watcher last wrote: the next change is told as the difference to it, so that keys of other probes stay.</summary>
    public Metadata Written { get; set; }
    public bool IsWritten { get; set; }

    public LinkFacts Facts(long netns, long? linkNetNS, IReadOnlyList<string> ports) => new()
    {
        Link = Message,
        Ethtool = Ethtool,
        NetNS = netns,
        LinkNetNS = linkNetNS,
        Addresses = Addresses,
        BridgeVlans = BridgeVlans,
        Ports = ports,
        RoutingTables = RoutingTables,
        Neighbors = NeighborsValue ??= NeighborMapping.ToMetadata(Neighbors.Values),
        FDB = ForwardingValue ??= NeighborMapping.ToMetadata(Forwarding.Values),
        Metric = Metric,
        LastUpdateMetric = LastUpdateMetric,
    };
}
