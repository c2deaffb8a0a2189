namespace Steffi;

/// <summary>The edges at one side of a node, in the order of their making; ended ones stay until history forgets them.</summary>
/// <remarks>Hot. Appended by the one writer while readers scan: an array is never changed below the count that they saw.</remarks>
internal readonly ref struct Adjacency
{
    private readonly ref object? _edges;   // EdgeEntry while it is the only one there ever was, else EdgeEntry[]
    private readonly ref int _count;

    /// <summary>Over two fields of the node: there the counts of both sides take one word.</summary>
    public Adjacency(ref object? edges, ref int count)
    {
        _edges = ref edges;
        _count = ref count;
    }

    public bool IsEmpty => _count == 0;

    /// <param name="only">The one edge, where there is no array.</param>
    /// <param name="count">How many edges there are; edges in the array may be null.</param>
    public EdgeEntry?[]? Read(out EdgeEntry? only, out int count)
    {
        // Count first: what is read after it holds at least that many.
        count = Volatile.Read(in _count);
        object? edges = Volatile.Read(in _edges);
        only = edges as EdgeEntry;
        if (edges is null)
            count = 0;
        return only is null ? edges as EdgeEntry?[] : null;
    }

    public Enumerator GetEnumerator() => new(this);

    public void Add(EdgeEntry edge)
    {
        if (_edges is null)
            Volatile.Write(ref _edges, edge);
        else
            Append(edge);
        Volatile.Write(ref _count, _count + 1);
    }

    private void Append(EdgeEntry edge)
    {
        var items = _edges as EdgeEntry?[];
        if (items is null || _count == items.Length)
        {
            var larger = new EdgeEntry?[_count * 2];
            if (items is null)
                larger[0] = (EdgeEntry)_edges!;
            else
                items.CopyTo(larger, 0);
            Volatile.Write(ref _edges, items = larger);
        }
        items[_count] = edge;
    }

    /// <summary>Leaves only the edges that are to stay.</summary>
    /// <remarks>A reader may pair the old count with the new array: that is as long as the old one, and readers skip its empty tail.</remarks>
    public void Keep(Predicate<EdgeEntry> stays)
    {
        if (_edges is EdgeEntry only)
        {
            if (stays(only))
                return;
            Volatile.Write(ref _edges, null);
            Volatile.Write(ref _count, 0);
        }
        else if (_edges is EdgeEntry[] all && !Array.TrueForAll(all[.._count], stays))
        {
            var kept = Array.FindAll(all[.._count], stays);
            var items = new EdgeEntry?[all.Length];
            kept.CopyTo(items, 0);
            Volatile.Write(ref _edges, items);
            Volatile.Write(ref _count, kept.Length);
        }
    }

    /// <summary>A walk over the edges there were at its beginning.</summary>
    public struct Enumerator
    {
        private readonly EdgeEntry?[]? _items;
        private readonly EdgeEntry? _only;
        private readonly int _count;
        private int _next;

        public Enumerator(in Adjacency edges)
        {
            _items = edges.Read(out _only, out _count);
            Current = null!;
        }

        public EdgeEntry Current { get; private set; }

        public bool MoveNext()
        {
            while (_next < _count)
            {
                var edge = _items is null ? _only : _items[_next];
                _next++;
                if (edge is null)
                    continue;
                Current = edge;
                return true;
            }
            return false;
        }
    }
}

/// <summary>A walk over all edges of a node.</summary>
internal struct IncidentEdges(NodeEntry node)
{
    private Adjacency.Enumerator _side = node.Out.GetEnumerator();

    /// <summary>Whether the walk is among the edges into the node.</summary>
    public bool IsInward { get; private set; }

    public readonly EdgeEntry Current => _side.Current;

    public readonly IncidentEdges GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_side.MoveNext())
            return true;
        if (IsInward)
            return false;
        IsInward = true;
        _side = node.In.GetEnumerator();
        return _side.MoveNext();
    }
}
