namespace Steffi;

/// <summary>The graph's elements and the ways to them. One writer; readers take no lock.</summary>
internal sealed class GraphTables
{
    public readonly EntryTable<NodeEntry> Nodes = new();
    public readonly EntryTable<EdgeEntry> Edges = new();
    public readonly IdTable<NodeEntry> NodeIds;
    public readonly IdTable<EdgeEntry> EdgeIds;
    private static readonly NodeEntry Nowhere = new(default, -1);
    private MetadataIndex[] _indexes = [];
    private NodeSeries[] _sampled = [];   // an empty one of each map that has samples
    private NodeEntry? _lastFound;

    public GraphTables()
    {
        NodeIds = new(Nodes);
        EdgeIds = new(Edges);
    }

    public BlockLife LifeOf(Entry entry) => entry is NodeEntry ? Nodes.LifeOf(entry) : Edges.LifeOf(entry);

    public MetadataIndex[] Indexes => Volatile.Read(ref _indexes);

    public MetadataIndex? IndexOn(MetadataPath path)
    {
        foreach (var index in Indexes)
        {
            if (index.Path == path || index.Path.Text == path.Text)
                return index;
        }
        return null;
    }

    /// <summary>An index that holds all nodes; none where counters stand, which no index holds.</summary>
    public MetadataIndex? ReadyIndexOn(MetadataPath path) => IndexOn(path) is { IsReady: true } index && !IsSampled(path) ? index : null;

    /// <summary>Whether any node ever had counters at the path.</summary>
    public bool IsSampled(MetadataPath path)
    {
        foreach (var series in Volatile.Read(ref _sampled))
        {
            if (series.Covers(path))
                return true;
        }
        return false;
    }

    /// <summary>A node is to have counters there.</summary>
    public void AddSampled(MetadataPath map)
    {
        if (!IsSampled(map))
            Volatile.Write(ref _sampled, [.. _sampled, new NodeSeries(map, null)]);
    }

    public void Publish(MetadataIndex[] indexes) => Volatile.Write(ref _indexes, indexes);

    /// <summary>For the writer: a transaction looks an element up, and then its event does.</summary>
    public NodeEntry? FindNode(in ElementId id)
    {
        if (_lastFound is { } last && last.Id.Equals(id) && Nodes[last.Index] == last)
            return last;
        return _lastFound = NodeIds.Find(id);
    }

    public NodeEntry NodeOf(ElementId id)
    {
        if (FindNode(id) is { } known)
            return known;
        var entry = new NodeEntry(id, Nodes.Count);
        Nodes.Add(entry);
        NodeIds.Add(entry);
        return entry;
    }

    /// <param name="id">May be known between other nodes already.</param>
    /// <param name="parent">Where it starts.</param>
    /// <param name="child">Where it leads.</param>
    /// <param name="first">From which <see cref="EdgeEntry.SameId"/> leads to all edges of the id.</param>
    public EdgeEntry EdgeOf(ElementId id, NodeEntry parent, NodeEntry child, out EdgeEntry first)
    {
        var known = EdgeIds.Find(id);
        for (var at = known; at is not null; at = at.SameId)
        {
            if (at.Parent != parent || at.Child != child)
                continue;
            first = known!;
            return at;
        }
        var entry = first = known is null
            ? new EdgeEntry(id, Edges.Count, parent, child)
            : new MovedEdgeEntry(id, Edges.Count, parent, child, known);
        Edges.Add(entry);
        if (known is null)
            EdgeIds.Add(entry);
        else
            EdgeIds.Replace(known, entry);
        if (parent != Nowhere)
        {
            parent.Out.Add(entry);
            child.In.Add(entry);
        }
        return entry;
    }

    /// <summary>One of the edges of an id; where none is known yet, one that leads nowhere and keeps what comes before the making.</summary>
    public EdgeEntry AnyEdgeOf(ElementId id) => EdgeIds.Find(id) ?? EdgeOf(id, Nowhere, Nowhere, out _);

    /// <summary>A new index over everything that stands in the tables, old revisions too.</summary>
    public MetadataIndex Build(MetadataPath path, bool unique, bool automatic = false)
    {
        var index = new MetadataIndex(path, unique) { IsAutomatic = automatic, Covered = 0 };
        Extend(index, Nodes.Count);
        return index;
    }

    /// <summary>Takes the next nodes into an index that is being built.</summary>
    /// <returns>False once it holds them all.</returns>
    public bool Extend(MetadataIndex index, int count)
    {
        int from = index.Covered, end = (int)Math.Min((long)from + count, Nodes.Count);
        index.Covered = end;
        for (int i = from; i < end; i++)
        {
            if (Nodes[i] is { } node)
                AddChain(index, node, node.Head);
        }
        if (end < Nodes.Count)
            return true;
        index.Covered = int.MaxValue;
        return false;
    }

    /// <summary>Takes elements out for good.</summary>
    public void Drop(HashSet<Entry> gone)
    {
        foreach (var entry in gone)
        {
            if (entry is NodeEntry)
                Nodes.Remove(entry.Index);
            else
                Edges.Remove(entry.Index);
        }
        NodeIds.Reset(Enumerable.Range(0, Nodes.Count).Select(i => Nodes[i]).OfType<NodeEntry>());
        var firsts = new Dictionary<ElementId, EdgeEntry>();
        for (int i = 0; i < Edges.Count; i++)
        {
            if (Edges[i] is not { } edge)
                continue;
            if (edge is MovedEdgeEntry moved)
                moved.Follows(firsts.GetValueOrDefault(edge.Id));
            firsts[edge.Id] = edge;
        }
        EdgeIds.Reset(firsts.Values);
        Publish([.. Indexes.Select(index => Build(index.Path, index.Unique, index.IsAutomatic))]);
    }

    private static void AddChain(MetadataIndex index, NodeEntry node, Revision? head)
    {
        for (var at = head; at is not null; at = at.Previous)
        {
            if (at.Alive)
                index.Add(node, at.Metadata, null);
        }
        if (head is RewrittenRevision { Older: { } older })
            AddChain(index, node, older);
    }
}
