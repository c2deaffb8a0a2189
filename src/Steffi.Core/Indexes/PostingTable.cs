namespace Steffi;

/// <summary>The nodes of one value hash, in the order in which they came.</summary>
internal sealed class Posting
{
    private NodeEntry[] _nodes;
    private int _count;
    private bool _clean = true;   // ascending by number, each node once

    public Posting(NodeEntry node)
    {
        _nodes = [node];
        _count = 1;
    }

    public int Count => Volatile.Read(ref _count);

    public void Add(NodeEntry node)
    {
        var last = _nodes[_count - 1];
        if (last == node)
            return;
        if (last.Index > node.Index)
            _clean = false;
        if (_count == _nodes.Length)
        {
            var larger = new NodeEntry[_count * 2];
            _nodes.CopyTo(larger, 0);
            Volatile.Write(ref _nodes, larger);
        }
        _nodes[_count] = node;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Nodes in ascending order, each once; the array is not to be changed.</summary>
    public NodeEntry[] Read(out int count)
    {
        count = Volatile.Read(ref _count);
        var nodes = Volatile.Read(ref _nodes);
        if (Volatile.Read(ref _clean))
            return nodes;
        var distinct = new SortedDictionary<int, NodeEntry>();
        foreach (var node in nodes.AsSpan(0, count))
            distinct[node.Index] = node;
        count = distinct.Count;
        return [.. distinct.Values];
    }
}

/// <summary>Postings by hash: open addressing, one node inline until a second comes; readers take no lock.</summary>
internal sealed class PostingTable
{
    private Slots _slots = new(256);
    private int _used;
    private long _postings;

    /// <summary>About what it takes.</summary>
    public long Bytes => _slots.Length * 16L + _postings * 56;

    public Posting? Find(ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        return slots.Find(Key(hash)) switch
        {
            Posting posting => posting,
            NodeEntry node => new Posting(node),
            _ => null,
        };
    }

    public void Add(ulong hash, NodeEntry node)
    {
        hash = Key(hash);
        ref object? value = ref _slots.ValueOf(hash, out bool fresh);
        if (fresh)
        {
            if (++_used * 4 > _slots.Length * 3)
            {
                Volatile.Write(ref _slots, _slots.Grown());
                value = ref _slots.ValueOf(hash, out _);
            }
            Volatile.Write(ref value, node);
            _slots.Publish(hash);
        }
        else if (value is Posting posting)
        {
            posting.Add(node);
        }
        else if (value != node)
        {
            _postings++;
            posting = new Posting((NodeEntry)value!);
            posting.Add(node);
            Volatile.Write(ref value, posting);
        }
    }

    private static ulong Key(ulong hash) => hash == 0 ? 1 : hash;

    private sealed class Slots(int length)
    {
        private readonly ulong[] _keys = new ulong[length];
        private readonly object?[] _values = new object?[length];

        public int Length => _keys.Length;

        public object? Find(ulong key)
        {
            int mask = _keys.Length - 1;
            for (int i = (int)key & mask; ; i = (i + 1) & mask)
            {
                ulong at = Volatile.Read(ref _keys[i]);
                if (at == key)
                    return Volatile.Read(ref _values[i]);
                if (at == 0)
                    return null;
            }
        }

        /// <summary>The place of a key's value; a fresh one is not visible before <see cref="Publish"/>.</summary>
        public ref object? ValueOf(ulong key, out bool fresh)
        {
            int i = IndexOf(key);
            fresh = _keys[i] == 0;
            return ref _values[i];
        }

        public void Publish(ulong key) => Volatile.Write(ref _keys[IndexOf(key)], key);

        public Slots Grown()
        {
            var larger = new Slots(_keys.Length * 2);
            for (int i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != 0)
                {
                    larger.ValueOf(_keys[i], out _) = _values[i];
                    larger.Publish(_keys[i]);
                }
            }
            return larger;
        }

        private int IndexOf(ulong key)
        {
            int mask = _keys.Length - 1;
            int i = (int)key & mask;
            while (_keys[i] != 0 && _keys[i] != key)
                i = (i + 1) & mask;
            return i;
        }
    }
}
