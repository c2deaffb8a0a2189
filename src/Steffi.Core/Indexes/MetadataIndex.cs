namespace Steffi;

/// <summary>Nodes by the values that stand, or ever stood, at one metadata path.</summary>
/// <remarks>Hot. Nodes are only added: a reader checks what it finds against its own view, so that one index serves every instant. A
/// list counts by each of its items; integers and integral doubles meet.</remarks>
internal sealed class MetadataIndex(MetadataPath path, bool unique)
{
    private readonly PostingTable _postings = new();
    private int _covered = int.MaxValue;

    public MetadataPath Path => path;

    /// <summary>Made because queries wanted it; may go again.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Nodes below this number are in it; those above wait for the one who builds it.</summary>
    public int Covered
    {
        get => _covered;
        set => Volatile.Write(ref _covered, value);
    }

    /// <summary>Whether readers may use it.</summary>
    public bool IsReady => Volatile.Read(ref _covered) == int.MaxValue;

    /// <summary>Milliseconds of the system's uptime.</summary>
    public long LastUse { get; private set; } = Environment.TickCount64;

    public long Bytes => _postings.Bytes;

    public bool Unique => unique;

    /// <summary>Adds what a revision holds, unless the one before it held the same.</summary>
    public void Add(NodeEntry node, Metadata metadata, Revision? previous)
    {
        if (node.Index >= Covered)
            return;
        int at = metadata.Locate(path, out var within, out int depth);
        if (at < 0)
            return;
        if (depth < path.Keys.Length || within[at] == PackedTag.List)
        {
            if (metadata.TryGet(path, out var value))
                AddItems(node, value);
            return;
        }
        int end = at;
        Packed.Skip(within, ref end);
        if (previous is not null)
        {
            int old = previous.Metadata.Locate(path, out var oldWithin, out _);
            if (old >= 0 && oldWithin[old..].StartsWith(within[at..end]))
                return;
        }
        if (within[at] == PackedTag.Double)
            AddItem(node, Packed.Read(within, ref at));
        else
            _postings.Add(within[at..end], node);
    }

    private void AddItems(NodeEntry node, MetadataValue value)
    {
        foreach (var item in value.Items)
        {
            if (item.Kind == ValueKind.List)
                AddItems(node, item);
            else
                AddItem(node, item);
        }
    }

    private void AddItem(NodeEntry node, MetadataValue value)
    {
        var writer = IndexedValue.Pack(value);
        _postings.Add(writer.Written, node);
        writer.Return();
    }

    /// <returns>A superset of the nodes that hold the value; null for none.</returns>
    public Posting? Find(MetadataValue value)
    {
        LastUse = Environment.TickCount64;
        var writer = IndexedValue.Pack(value);
        var found = _postings.Find(writer.Written);
        writer.Return();
        return found;
    }

    /// <summary>How many values it holds.</summary>
    public int Count => _postings.Count;

    /// <summary>Adds a superset of the nodes that hold a value that passes.</summary>
    /// <param name="test">Asked once for each value, not for each node; of a list's items as if they stood alone.</param>
    /// <param name="found">Not filled further once it holds most of all nodes.</param>
    public void Collect(PackedTest test, Candidates found)
    {
        LastUse = Environment.TickCount64;
        _postings.Collect(test, found);
    }
}
