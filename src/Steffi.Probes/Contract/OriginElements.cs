namespace Steffi.Probes;

/// <summary>What one origin has in the live graph.</summary>
internal static class OriginElements
{
    /// <summary>Deletes the origin's edges, then its nodes, except those in <paramref name="keep"/>.</summary>
    public static void Delete(Transaction transaction, string origin, IReadOnlySet<ElementId>? keep = null)
    {
        foreach (var edge in transaction.View.Edges)
            if (edge.Origin == origin && keep?.Contains(edge.Id) != true)
                transaction.DeleteEdge(edge.Id);
        foreach (var node in transaction.View.Nodes)
            if (node.Origin == origin && keep?.Contains(node.Id) != true)
                transaction.DeleteNode(node.Id);
    }
}
