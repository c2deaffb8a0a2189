namespace Steffi;

/// <summary>One linker's nodes by their keys at either end: a join that is kept up to date node by node.</summary>
internal sealed class LinkTable(Linker linker)
{
    private readonly Dictionary<LinkKey, HashSet<NodeEntry>> _parents = [], _children = [];
    private readonly Dictionary<NodeEntry, LinkKey> _parentKeys = [], _childKeys = [];

    public Linker Linker => linker;

    public string Origin { get; } = $"linker.{linker.Name}";

    public void Clear()
    {
        _parents.Clear();
        _children.Clear();
        _parentKeys.Clear();
        _childKeys.Clear();
    }

    /// <summary>Whether the rule asks for this edge.</summary>
    public bool Holds(EdgeEntry edge) =>
        edge.Id == IdOf(edge.Parent, edge.Child) && (Matches(edge.Parent, edge.Child) || (linker.Symmetric && Matches(edge.Child, edge.Parent)));

    private bool Matches(NodeEntry parent, NodeEntry child) =>
        _parentKeys.TryGetValue(parent, out var key) && _childKeys.TryGetValue(child, out var other) && key.Equals(other);

    /// <summary>Takes a node to where its metadata puts it now, and writes the edges that end and begin by that.</summary>
    public void Move(NodeEntry node, GraphWriter writer)
    {
        var head = node.Head;
        bool alive = head is { Alive: true };
        var asParent = alive ? linker.Parent.KeyOf(head!.Metadata) : null;
        var asChild = alive ? linker.Child.KeyOf(head!.Metadata) : null;
        bool parentMoved = Place(node, asParent, _parents, _parentKeys, out var oldAsParent);
        bool childMoved = Place(node, asChild, _children, _childKeys, out var oldAsChild);
        if (parentMoved && oldAsParent is not null && _children.TryGetValue(oldAsParent, out var children))
        {
            foreach (var child in children)
                End(node, child, writer);
        }
        if (childMoved && oldAsChild is not null && _parents.TryGetValue(oldAsChild, out var parents))
        {
            foreach (var parent in parents)
                End(parent, node, writer);
        }
        // Also where nothing moved: a node that ended and began again within the transaction has lost its edges.
        if (asParent is not null && _children.TryGetValue(asParent, out children))
        {
            foreach (var child in children)
                Begin(node, child, writer);
        }
        if (asChild is not null && _parents.TryGetValue(asChild, out parents))
        {
            foreach (var parent in parents)
                Begin(parent, node, writer);
        }
    }

    private static bool Place(
        NodeEntry node, LinkKey? key, Dictionary<LinkKey, HashSet<NodeEntry>> groups, Dictionary<NodeEntry, LinkKey> keys, out LinkKey? old)
    {
        keys.TryGetValue(node, out old);
        if (Equals(key, old))
            return false;
        if (old is not null && groups[old].Remove(node) && groups[old].Count == 0)
            groups.Remove(old);
        if (key is null)
        {
            keys.Remove(node);
            return true;
        }
        keys[node] = key;
        if (!groups.TryGetValue(key, out var group))
            groups[key] = group = [];
        group.Add(node);
        return true;
    }

    private void Begin(NodeEntry parent, NodeEntry child, GraphWriter writer)
    {
        if (parent == child)
            return;
        var id = IdOf(parent, child);
        if (Standing(writer, id) is not null)
            return;
        var (from, to) = linker.Symmetric && parent.Id.CompareTo(child.Id) > 0 ? (child, parent) : (parent, child);
        writer.Write(GraphEvent.EdgeAdded(Later(parent, child), id, from.Id, to.Id, linker.EdgeMetadata));
    }

    private void End(NodeEntry parent, NodeEntry child, GraphWriter writer)
    {
        if (linker.Symmetric && Matches(child, parent))
            return;
        var id = IdOf(parent, child);
        if (Standing(writer, id) is not null)
            writer.Write(GraphEvent.EdgeDeleted(Later(parent, child), id));
    }

    // Both nodes have to stand when the edge begins, whichever clock each was written by.
    private static DateTimeOffset Later(NodeEntry a, NodeEntry b) => Instant.FromTicks(Math.Max(a.Head!.Time, b.Head!.Time));

    private static EdgeEntry? Standing(GraphWriter writer, ElementId id)
    {
        for (var at = writer.Tables.Edges.Find(id); at is { } edge; at = edge.SameId)
        {
            if (edge.Head is { Alive: true })
                return edge;
        }
        return null;
    }

    private ElementId IdOf(NodeEntry parent, NodeEntry child)
    {
        var (a, b) = (parent.Id.ToString(), child.Id.ToString());
        if (linker.Symmetric && string.CompareOrdinal(a, b) > 0)
            (a, b) = (b, a);
        return ElementId.FromName("linker", linker.Name, a, b);
    }
}
