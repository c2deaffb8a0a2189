namespace Steffi;

/// <summary>Judges a packed value.</summary>
internal delegate bool PackedTest(ReadOnlySpan<byte> packed);

/// <summary>Distinct values, each once, with the nodes of each: one node inline until a second comes; readers take no lock.</summary>
/// <remarks>One writer. What a value's number stands for is written before the number is found.</remarks>
internal sealed class PostingTable
{
    private readonly NumberTable _numbers = new();
    private byte[] _values = new byte[1024];   // one after another
    private int[] _ends = new int[64];         // of each value
    private object?[] _nodes = new object?[64];   // NodeEntry or Posting
    private int _count;
    private long _postings;

    /// <summary>How many values there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>About what it takes.</summary>
    public long Bytes => _numbers.Bytes + _values.Length + _ends.Length * (sizeof(int) + 8L) + _postings * 56;

    public Posting? Find(ReadOnlySpan<byte> packed) => NumberOf(packed, HashOf(packed)) switch
    {
        < 0 => null,
        var number => Volatile.Read(ref _nodes)[number] is var nodes && nodes is NodeEntry only ? new Posting(only) : (Posting)nodes!,
    };

    /// <summary>Adds the nodes of all values that pass.</summary>
    public void Collect(PackedTest test, Candidates found)
    {
        int count = Volatile.Read(ref _count);
        var (values, ends, nodes) = (Volatile.Read(ref _values), Volatile.Read(ref _ends), Volatile.Read(ref _nodes));
        for (int i = 0, start = 0; i < count && !found.AreMost; start = ends[i++])
        {
            if (!test(values.AsSpan(start, ends[i] - start)))
                continue;
            if (Volatile.Read(ref nodes[i]) is var held && held is Posting posting)
                found.Add(posting.All);
            else
                found.Add([(NodeEntry)held!]);
        }
    }

    public void Add(ReadOnlySpan<byte> packed, NodeEntry node)
    {
        uint hash = HashOf(packed);
        int number = NumberOf(packed, hash);
        if (number < 0)
        {
            AddValue(packed, hash, node);
            return;
        }
        object held = _nodes[number]!;
        if (held is Posting posting)
        {
            posting.Add(node);
        }
        else if (held != node)
        {
            _postings++;
            posting = new Posting((NodeEntry)held);
            posting.Add(node);
            Volatile.Write(ref _nodes[number], posting);
        }
    }

    private void AddValue(ReadOnlySpan<byte> packed, uint hash, NodeEntry node)
    {
        int start = StartOf(_count, _ends), end = checked(start + packed.Length);
        if (end > _values.Length)
            Volatile.Write(ref _values, Larger(_values, Math.Max(end, _values.Length / 2 * 3)));
        if (_count == _ends.Length)
        {
            Volatile.Write(ref _ends, Larger(_ends, _count / 2 * 3));
            Volatile.Write(ref _nodes, Larger(_nodes, _count / 2 * 3));
        }
        packed.CopyTo(_values.AsSpan(start));
        _ends[_count] = end;
        _nodes[_count] = node;
        _numbers.Add(hash, _count);
        Volatile.Write(ref _count, _count + 1);
    }

    private int NumberOf(ReadOnlySpan<byte> packed, uint hash)
    {
        foreach (int number in _numbers.Find(hash))
        {
            var ends = Volatile.Read(ref _ends);
            int start = StartOf(number, ends);
            if (Volatile.Read(ref _values).AsSpan(start, ends[number] - start).SequenceEqual(packed))
                return number;
        }
        return -1;
    }

    private static int StartOf(int number, int[] ends) => number == 0 ? 0 : ends[number - 1];

    private static T[] Larger<T>(T[] items, int length)
    {
        var larger = new T[length];
        items.CopyTo(larger, 0);
        return larger;
    }

    private static uint HashOf(ReadOnlySpan<byte> packed) => (uint)(PackedHash.Of(packed) >> 32);
}
