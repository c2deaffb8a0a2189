namespace Steffi;

/// <summary>Takes an element and all its history out of the graph and its store.</summary>
/// <remarks>Runs under the writer's lock.</remarks>
internal static class Erasing
{
    /// <returns>False where nothing is known of the id.</returns>
    public static bool Run(ElementId id, Graph graph, GraphWriter writer, string origin)
    {
        var gone = Find(id, writer.Tables);
        if (gone.Count == 0)
            return false;
        Delete(gone, graph, writer, origin);
        graph.Options.Store?.Erase(gone.Select(entry => entry.Id).ToHashSet());
        writer.PublishRestated((_, _) => Remove(gone, writer.Tables));
        return true;
    }

    private static HashSet<Entry> Find(ElementId id, GraphTables tables)
    {
        var found = new HashSet<Entry>();
        for (var edge = tables.EdgeIds.Find(id); edge is not null; edge = edge.SameId)
            found.Add(edge);
        if (tables.NodeIds.Find(id) is not { } node)
            return found;
        found.Add(node);
        foreach (var incident in node.Edges)
        {
            // Its history between other nodes goes too: it is the same element.
            for (var edge = tables.EdgeIds.Find(incident.Id); edge is not null; edge = edge.SameId)
                found.Add(edge);
        }
        return found;
    }

    /// <summary>Ends what stands, so that subscribers and linkers learn of it in the usual way.</summary>
    private static void Delete(HashSet<Entry> gone, Graph graph, GraphWriter writer, string origin)
    {
        long now = graph.Now.UtcTicks;
        writer.Begin(graph.Options.Host, origin);
        foreach (var entry in gone)
        {
            // An element may have events of the future: those are over as well.
            if (entry.Head is { Alive: true } head)
                writer.Write(new(entry is NodeEntry ? EventKind.NodeDeleted : EventKind.EdgeDeleted, Math.Max(now, head.Time), entry.Id));
        }
        writer.Commit(graph);
    }

    private static void Remove(HashSet<Entry> gone, GraphTables tables)
    {
        foreach (var entry in gone)
        {
            Volatile.Write(ref entry.Head, null);
            if (entry is NodeEntry node)
                node.Series = null;
            if (entry is not EdgeEntry edge)
                continue;
            // What goes too needs no tidying: of a hub that would be all its edges for each of them.
            if (!gone.Contains(edge.Parent))
                edge.Parent.Out.Keep(other => !gone.Contains(other));
            if (!gone.Contains(edge.Child))
                edge.Child.In.Keep(other => !gone.Contains(other));
        }
        tables.Drop(gone);
    }
}
