namespace Steffi;

/// <summary>Up to <see cref="MaximumRows"/> samples of one set of counters: times as differences of differences, values as differences.</summary>
/// <remarks>Appended by the one writer while readers decode the rows that were published.</remarks>
internal sealed class SampleBlock
{
    public const int MaximumRows = 120;

    private SampleBitWriter _bits = new(32);
    private long[]? _lastValues;   // null once sealed
    private byte[] _published = [];
    private long _lastStep;
    private int _count;

    public SampleBlock(int[] keys, long time, Metadata counters)
    {
        Keys = keys;
        FirstTime = LastTime = time;
        _lastValues = new long[keys.Length];
        Append(time, counters);
    }

    /// <summary>Numbers of the counters' names, in the order of the packed map.</summary>
    public int[] Keys { get; }

    /// <summary>UTC ticks of the first sample.</summary>
    public long FirstTime { get; }

    /// <summary>UTC ticks of the last sample. The writer's.</summary>
    public long LastTime { get; private set; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes that the samples take, room for more included.</summary>
    public int Bytes => _published.Length;

    /// <summary>The numbers of the counters' names in the order of the packed map, which is not that of enumerating it.</summary>
    public static int[] KeysOf(Metadata counters)
    {
        var map = counters.Packed;
        int at = 0;
        var keys = new int[(int)Packed.VarInt(map, ref at)];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (int)Packed.VarInt(map, ref at);
            Packed.Skip(map, ref at);
        }
        return keys;
    }

    /// <summary>Whether these are just the block's counters.</summary>
    public bool Fits(Metadata counters)
    {
        var map = counters.Packed;
        int at = 0;
        if (counters.Count != Keys.Length)
            return false;
        Packed.VarInt(map, ref at);
        foreach (int key in Keys)
        {
            if ((int)Packed.VarInt(map, ref at) != key)
                return false;
            Packed.Skip(map, ref at);
        }
        return true;
    }

    /// <summary>Adds a sample of just the block's counters that is later than all in the block.</summary>
    /// <returns>False when the block is full.</returns>
    public bool TryAppend(long time, Metadata counters)
    {
        if (_count == MaximumRows)
            return false;
        Append(time, counters);
        return true;
    }

    private void Append(long time, Metadata counters)
    {
        long step = time - LastTime;
        _bits.Write(unchecked(step - _lastStep));
        (_lastStep, LastTime) = (step, time);
        var map = counters.Packed;
        int at = 0;
        Packed.VarInt(map, ref at);
        for (int i = 0; i < Keys.Length; i++)
        {
            Packed.VarInt(map, ref at);
            long value = Packed.Read(map, ref at).AsInt();
            _bits.Write(unchecked(value - _lastValues![i]));
            _lastValues[i] = value;
        }
        Volatile.Write(ref _published, _bits.Bytes);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>No sample follows: gives up the room for more.</summary>
    public void Seal()
    {
        Volatile.Write(ref _published, _bits.Bytes[.._bits.Length]);
        _bits = default;
        _lastValues = null;
    }

    /// <summary>Starts reading. The count is read before the bytes, which hold at least that many rows.</summary>
    public Reader Read()
    {
        int count = Count;
        return new Reader(this, Volatile.Read(ref _published), count);
    }

    /// <summary>A walk over the samples, the oldest first.</summary>
    public ref struct Reader
    {
        private readonly int _count;
        private SampleBitReader _bits;
        private long _step;
        private int _next;

        internal Reader(SampleBlock block, byte[] bytes, int count)
        {
            _count = count;
            _bits = new SampleBitReader(bytes);
            Time = block.FirstTime;
            Values = new long[block.Keys.Length];
        }

        /// <summary>UTC ticks.</summary>
        public long Time { get; private set; }

        /// <summary>Overwritten by the next move.</summary>
        public long[] Values { get; }

        public bool MoveNext()
        {
            if (_next == _count)
                return false;
            _next++;
            _step = unchecked(_step + _bits.Read());
            Time += _step;
            for (int i = 0; i < Values.Length; i++)
                Values[i] = unchecked(Values[i] + _bits.Read());
            return true;
        }
    }
}
