namespace Steffi;

/// <summary>The graph's elements and the ways to them. One writer; readers take no lock.</summary>
internal sealed class GraphTables
{
    public readonly NodeTable Nodes = new();
    public readonly EdgeTable Edges;
    private MetadataIndex[] _indexes = [];
    private NodeSeries[] _sampled = [];   // an empty one of each map that has samples
    private NodeEntry? _lastFound;

    public GraphTables() => Edges = new(Nodes);

    public BlockLife LifeOf(Element element) => element.Node is { } node ? Nodes.LifeOf(node) : element.Edge.Block.Life;

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
        return _lastFound = Nodes.Find(id);
    }

    public NodeEntry NodeOf(ElementId id) => FindNode(id) ?? (_lastFound = Nodes.Add(id));

    /// <param name="id">May be known between other nodes already.</param>
    /// <param name="parent">Where it starts; null for nowhere.</param>
    /// <param name="child">Where it leads; null for nowhere.</param>
    /// <param name="first">From which <see cref="EdgeEntry.SameId"/> leads to all edges of the id.</param>
    public EdgeEntry EdgeOf(in ElementId id, NodeEntry? parent, NodeEntry? child, out EdgeEntry first)
    {
        var known = Edges.Find(id);
        for (var at = known; at is { } edge; at = edge.SameId)
        {
            if (edge.ParentIndex != (parent?.Index ?? -1) || edge.ChildIndex != (child?.Index ?? -1))
                continue;
            first = known!.Value;
            return edge;
        }
        return first = Edges.Add(id, parent, child, known);
    }

    /// <summary>One of the edges of an id; where none is known yet, one that leads nowhere and keeps what comes before the making.</summary>
    public EdgeEntry AnyEdgeOf(in ElementId id) => Edges.Find(id) ?? EdgeOf(id, null, null, out _);

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
    public void Drop(HashSet<Element> gone)
    {
        foreach (var element in gone)
        {
            if (element.Node is { } node)
                Nodes.Remove(node.Index);
        }
        Nodes.ResetIds();
        Edges.Remove(gone.Where(element => element.Node is null).Select(element => element.Edge).ToHashSet());
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
