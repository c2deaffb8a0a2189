namespace Steffi.Probes;

/// <summary>An interface that can be captured, as its node tells it.</summary>
/// <param name="Id">Its node.</param>
/// <param name="Name">For messages, and for what opens by name.</param>
/// <param name="Index">In its namespace.</param>
/// <param name="NetNS">The namespace's inode.</param>
/// <param name="NamespacePath">Null for the host's own.</param>
/// <param name="Life">When this life of the node began: an index that is given again makes another interface.</param>
/// <param name="TID">What flows name it by: the node's TID, else its id.</param>
internal sealed record CapturedInterface(
    ElementId Id, DateTimeOffset Life, string TID, string Name, int Index, long NetNS, string? NamespacePath)
{
    /// <returns>Null for a node that is no network interface of this machine.</returns>
    public static CapturedInterface? Of(Node node)
    {
        if (node.Host != node.View.Graph.Options.Host || node["IfIndex"] is not { Kind: ValueKind.Int } index
            || node["NetNS"] is not { Kind: ValueKind.Int } netns || node["Name"] is not { Kind: ValueKind.String } name)
            return null;
        var tid = node["TID"] is { Kind: ValueKind.String } given ? given.AsString() : node.Id.ToString();
        return new(node.Id, node.CreatedAt, tid, name.AsString(), (int)index.AsInt(), netns.AsInt(), PathOf(node));
    }

    // Interfaces of the host's own namespace are owned by its node; others by their namespace's.
    private static string? PathOf(Node node)
    {
        foreach (var edge in node.InEdges)
            if (edge["RelationType"].Equals("ownership") && edge.Parent is var parent && parent["Type"].Equals("netns"))
                return parent["Path"].ToString();
        return null;
    }
}
