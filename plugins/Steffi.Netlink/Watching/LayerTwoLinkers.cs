namespace Steffi.Netlink;

/// <summary>
/// The rules that keep the layer2 edges, over every interface of every namespace. Both ends name interface and namespace, so
/// equal indexes in two namespaces never meet.
/// </summary>
internal static class LayerTwoLinkers
{
    public static Linker[] All =>
    [
        new()
        {
            Name = "netlink.veth",
            Parent = new LinkEnd("PeerIndex", "LinkNetNS") { Where = [("Type", "veth")] },
            Child = new LinkEnd("IfIndex", "NetNS") { Where = [("Type", "veth")] },
            EdgeMetadata = Metadata.Of(("RelationType", "layer2"), ("Type", "veth")),
            Symmetric = true,
        },
        new()
        {
            Name = "netlink.master",
            Parent = new LinkEnd("IfIndex", "NetNS"),
            Child = new LinkEnd("MasterIndex", "NetNS"),
            EdgeMetadata = Metadata.Of(("RelationType", "layer2")),
        },
        new()
        {
            Name = "netlink.parent",
            Parent = new LinkEnd("IfIndex", "NetNS"),
            Child = new LinkEnd("ParentIndex", "LinkNetNS"),
            EdgeMetadata = Metadata.Of(("RelationType", "layer2"), ("Type", "parent")),
        },
    ];
}
