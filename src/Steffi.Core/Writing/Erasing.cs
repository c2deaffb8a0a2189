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

    private static HashSet<Element> Find(ElementId id, GraphTables tables)
    {
        var found = new HashSet<Element>();
        AddEdges(id);
        if (tables.Nodes.Find(id) is not { } node)
            return found;
        found.Add(node);
        // An edge's history between other nodes goes too: it is the same element.
        foreach (var incident in new IncidentEdges(node, tables.Edges))
            AddEdges(incident.Id);
        return found;

        void AddEdges(ElementId edgeId)
        {
            for (var at = tables.Edges.Find(edgeId); at is { } edge; at = edge.SameId)
                found.Add(edge);
        }
    }

    /// <summary>Ends what stands, so that subscribers and linkers learn of it in the usual way.</summary>
    private static void Delete(HashSet<Element> gone, Graph graph, GraphWriter writer, string origin)
    {
        long now = graph.Now.UtcTicks;
        writer.Begin(graph.Options.Host, origin);
        foreach (var entry in gone)
        {
            // An element may have events of the future: those are over as well.
            if (entry.Head is { Alive: true } head)
                writer.Write(new(entry.Node is not null ? EventKind.NodeDeleted : EventKind.EdgeDeleted, Math.Max(now, head.Time), entry.Id));
        }
        writer.Commit(graph);
    }

    private static void Remove(HashSet<Element> gone, GraphTables tables)
    {
        foreach (var entry in gone)
        {
            entry.SetHead(null);
            if (entry.Node is { } node)
            {
                node.Series = null;
                continue;
            }
            // What goes too needs no tidying: of a hub that would be all its edges for each of them.
            var (parent, child) = (entry.Edge.Parent, entry.Edge.Child);
            if (!gone.Contains(parent))
                parent.Out.Keep(other => !gone.Contains(tables.Edges[other]));
            if (!gone.Contains(child))
                child.In.Keep(other => !gone.Contains(tables.Edges[other]));
        }
        tables.Drop(gone);
    }
}
