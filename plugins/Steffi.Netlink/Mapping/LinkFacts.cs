using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>All that is known of one interface: what the mapping turns into metadata.</summary>
internal sealed record LinkFacts
{
    public required LinkMessage Link { get; init; }
    public EthtoolInfo Ethtool { get; init; } = new(null, null, null, null, null);

    /// <summary>Inode of the namespace that the interface is in.</summary>
    public required long NetNS { get; init; }

    /// <summary>Inode of the namespace that Link.Link counts in; null while its id is not resolved.</summary>
    public long? LinkNetNS { get; init; }

    public IReadOnlyList<AddressMessage> Addresses { get; init; } = [];
    public IReadOnlyList<BridgeVlan> BridgeVlans { get; init; } = [];

    /// <summary>Names of the interfaces that have this one as master.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    // Mapped when they changed, not at each message of their interface: they can be long.
    public MetadataValue RoutingTables { get; init; }
    public MetadataValue Neighbors { get; init; }
    public MetadataValue FDB { get; init; }
}
