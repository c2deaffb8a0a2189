namespace Steffi;

/// <summary>Up to <see cref="MaximumRows"/> samples of one set of counters: times as differences of differences, values as differences.</summary>
/// <remarks>Appended by the one writer while readers decode the rows that were published.</remarks>
internal sealed class SampleBlock
{
    public const int MaximumRows = 120;

    private readonly long[] _lastValues;
    private SampleBitWriter _bits = new(32);
    private byte[] _published = [];
    private long _lastStep;
    private int _count;

    public SampleBlock(int[] keys, long time, ReadOnlySpan<long> values)
    {
        Keys = keys;
        FirstTime = LastTime = time;
        _lastValues = new long[values.Length];
        Append(time, values);
    }

    /// <summary>Numbers of the counters' names, in the order of the packed map.</summary>
    public int[] Keys { get; }

    /// <summary>UTC ticks of the first sample.</summary>
    public long FirstTime { get; }

    /// <summary>UTC ticks of the last sample. The writer's.</summary>
    public long LastTime { get; private set; }

    public bool IsFull => _count == MaximumRows;

    public int Count => Volatile.Read(ref _count);

    public int Bytes => _bits.Length;

    /// <summary>Adds a sample that is later than all in the block.</summary>
    public void Append(long time, ReadOnlySpan<long> values)
    {
        long step = time - LastTime;
        _bits.Write(unchecked(step - _lastStep));
        (_lastStep, LastTime) = (step, time);
        for (int i = 0; i < values.Length; i++)
        {
            _bits.Write(unchecked(values[i] - _lastValues[i]));
            _lastValues[i] = values[i];
        }
        Volatile.Write(ref _published, _bits.Bytes);
        Volatile.Write(ref _count, _count + 1);
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
