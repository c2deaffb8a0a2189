namespace Steffi;

/// <summary>An element of the graph in all its revisions. Its id may be known before (an edge came first) or after it lived.</summary>
internal abstract class Entry(ElementId id, int index)
{
    public readonly ElementId Id = id;

    /// <summary>Dense number among nodes or edges.</summary>
    public readonly int Index = index;

    /// <summary>Newest revision, perhaps of a transaction not published yet. Written by the one writer alone.</summary>
    public Revision? Head;

    public Revision? HeadAt(long version) => Revision.Published(Volatile.Read(ref Head), version);
}

internal sealed class NodeEntry(ElementId id, int index) : Entry(id, index)
{
    public Adjacency Out, In;

    /// <summary>Counters that are kept apart from the revisions; null for none.</summary>
    public NodeSeries? Series;
}

internal sealed class EdgeEntry(ElementId id, int index, NodeEntry parent, NodeEntry child) : Entry(id, index)
{
    public readonly NodeEntry Parent = parent;
    public readonly NodeEntry Child = child;

    /// <summary>The same id between other nodes, at other times.</summary>
    public EdgeEntry? SameId;
}

/// <summary>The edges at one side of a node, in the order of their making; ended ones stay until history forgets them.</summary>
/// <remarks>Hot. Appended by the one writer while readers scan: the array is never changed below the count that they saw.</remarks>
internal struct Adjacency
{
    private EdgeEntry[]? _items;
    private int _count;

    /// <returns>The array of which the first <paramref name="count"/> items count; items may be null.</returns>
    public readonly EdgeEntry?[]? Array(out int count)
    {
        // Count first: the array read after it holds at least that many.
        count = Volatile.Read(in _count);
        return Volatile.Read(in _items);
    }

    public readonly bool IsEmpty => _count == 0;

    public void Add(EdgeEntry edge)
    {
        int count = _count;
        if (_items is null)
            Volatile.Write(ref _items, new EdgeEntry[1]);
        else if (count == _items.Length)
        {
            var larger = new EdgeEntry[count < 4 ? count + 1 : count * 2];
            _items.CopyTo(larger, 0);
            Volatile.Write(ref _items, larger);
        }
        _items[count] = edge;
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>Leaves only the edges that are to stay.</summary>
    /// <remarks>A reader may pair the old count with the new array: that is as long as the old one, and readers skip its empty tail.</remarks>
    public void Keep(Predicate<EdgeEntry> stays)
    {
        if (_items is null || System.Array.TrueForAll(_items[.._count], stays))
            return;
        var kept = System.Array.FindAll(_items[.._count], stays);
        var items = new EdgeEntry[_items.Length];
        kept.CopyTo(items, 0);
        Volatile.Write(ref _items, items);
        Volatile.Write(ref _count, kept.Length);
    }
}
