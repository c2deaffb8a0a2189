namespace Steffi;

/// <summary>The numbers of the edges at one side of a node, in the order of their making; ended ones stay until history forgets them.</summary>
/// <remarks>Hot. Appended by the one writer while readers scan: an array is never changed below the count that they saw. The first is
/// held here: many nodes have no other.</remarks>
internal struct Adjacency
{
    private const int Gone = -1;

    private int[]? _others;
    private int _first;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    /// <summary>How many edges there are, gone ones among them.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A walk over the edges there are at its beginning.</summary>
    public Enumerator GetEnumerator() => new(ref this);

    public void Add(int edge)
    {
        if (_count == 0)
            _first = edge;
        else
            Append(edge, _count - 1);
        Volatile.Write(ref _count, _count + 1);
    }

    private void Append(int edge, int at)
    {
        if (_others is null || at == _others.Length)
        {
            var larger = new int[at + 1 + at / 4];
            _others?.CopyTo(larger, 0);
            Volatile.Write(ref _others, larger);
        }
        _others[at] = edge;
    }

    /// <summary>Leaves only the edges that are to stay.</summary>
    /// <remarks>A reader may pair the old count with the new array: that is as long as the old one, and its tail is of edges gone.</remarks>
    public void Keep(Predicate<int> stays)
    {
        if (_count == 0)
            return;
        if (_first != Gone && !stays(_first))
            _first = Gone;
        int kept = 0;
        if (_others is not null)
        {
            var items = new int[_others.Length];
            foreach (int edge in _others.AsSpan(0, _count - 1))
            {
                if (stays(edge))
                    items[kept++] = edge;
            }
            Array.Fill(items, Gone, kept, _count - 1 - kept);
            Volatile.Write(ref _others, items);
        }
        Volatile.Write(ref _count, kept == 0 && _first == Gone ? 0 : kept + 1);
    }

    /// <summary>A walk over edges.</summary>
    public struct Enumerator
    {
        private const int Ahead = 32;   // BFS over a live R-MAT graph: half of the time

        private readonly int[]? _others;
        private readonly int _first, _count;
        private int _next;

        public Enumerator(ref Adjacency edges)
        {
            // Count first: what is read after it holds at least that many.
            _count = Volatile.Read(ref edges._count);
            _first = Volatile.Read(ref edges._first);
            _others = Volatile.Read(ref edges._others);
        }

        public int Current { get; private set; }

        /// <summary>The same for who reads each edge: asks for the records of those that come soon.</summary>
        public bool MoveNext(EdgeTable table)
        {
            for (int at = _next == 0 ? 0 : _next + Ahead; at <= _next + Ahead && at < _count; at++)
            {
                int edge = at == 0 ? _first : _others![at - 1];
                if (edge != Gone)
                    table[edge].Prefetch();
            }
            return MoveNext();
        }

        public bool MoveNext()
        {
            while (_next < _count)
            {
                Current = _next == 0 ? _first : _others![_next - 1];
                _next++;
                if (Current != Gone)
                    return true;
            }
            return false;
        }
    }
}

/// <summary>A walk over all edges of a node: those out of it, then those into it; an edge to itself comes twice.</summary>
internal struct IncidentEdges(NodeEntry node, EdgeTable edges)
{
    private Adjacency.Enumerator _side = node.Out.GetEnumerator();

    /// <summary>Whether the walk is among the edges into the node.</summary>
    public bool IsInward { get; private set; }

    public readonly EdgeEntry Current => edges[_side.Current];

    public readonly IncidentEdges GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_side.MoveNext(edges))
            return true;
        if (IsInward)
            return false;
        IsInward = true;
        _side = node.In.GetEnumerator();
        return _side.MoveNext(edges);
    }
}
