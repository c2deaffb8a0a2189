using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>A namespace whose sockets are shown, and the node that shows them.</summary>
/// <param name="Inode">Which it is.</param>
/// <param name="Name">For errors.</param>
/// <param name="Node">The host's node, or the netns node.</param>
/// <param name="Path">A file to enter it by; null for the one that this process is in.</param>
internal sealed record FollowedNamespace(long Inode, string Name, ElementId Node, string? Path)
{
    /// <summary>The host's own, and those that have a node: whoever finds namespaces (the plugin netns) says which there are.</summary>
    /// <param name="view">May have other hosts' nodes, too.</param>
    /// <param name="host">This one's name.</param>
    /// <param name="hostNode">And node.</param>
    public static List<FollowedNamespace> InGraph(GraphView view, string host, ElementId hostNode)
    {
        var found = new List<FollowedNamespace> { new(NamespaceFile.Own, "the host's namespace", hostNode, null) };
        foreach (var node in Netns(view))
        {
            if (node["Type"] == "netns" && node.Host == host && node["Inode"] is { Kind: ValueKind.Int } inode && node["Path"] is { Kind: ValueKind.String } path)
                found.Add(new(inode.AsInt(), node["Name"].ToString(), node.Id, path.AsString()));
        }
        return found;
    }

    private static IEnumerable<Node> Netns(GraphView view) =>
        view.TryFindNodes(TypePath, "netns", out var candidates, out _) ? candidates : view.Nodes;

    private static readonly MetadataPath TypePath = MetadataPath.Of("Type");
}
