namespace Steffi.Flows;

/// <summary>
/// A portion of the history: what was written one after another until it was old or large enough. It is dropped whole. A flow that goes on
/// over several partitions has a row in each, with its time in it. One thread writes, any read.
/// </summary>
internal sealed class HistoryPartition
{
    private readonly Lazy<WordList> _words;
    private readonly Lazy<RowTimes> _times;
    private long _minFrom = long.MaxValue, _maxLast = long.MinValue;

    /// <param name="number">Greater than all before it.</param>
    /// <param name="opened">Milliseconds since 1970.</param>
    /// <param name="readWords">For one that was written before this process began; null for a new one.</param>
    /// <param name="readTimes">The same.</param>
    public HistoryPartition(uint number, long opened, Func<WordList>? readWords = null, Func<RowTimes>? readTimes = null)
    {
        (Number, Opened, Written) = (number, opened, opened);
        _words = new Lazy<WordList>(readWords ?? (() => new WordList()));
        _times = new Lazy<RowTimes>(readTimes ?? (() => new RowTimes()));
    }

    public uint Number { get; }

    public long Opened { get; }

    /// <summary>Milliseconds since 1970 of the last write.</summary>
    public long Written { get; set; }

    public uint Rows { get; set; }

    /// <summary>Numbers the portions of the index.</summary>
    public uint Batches { get; set; }

    public WordList Words => _words.Value;

    public RowTimes Times => _times.Value;

    /// <summary>Whether one of its flows may have gone on within [from, last].</summary>
    public bool Overlaps(long from, long last) => Volatile.Read(ref _minFrom) <= last && Volatile.Read(ref _maxLast) >= from;

    public void Widen(long from, long last)
    {
        if (from < _minFrom) Volatile.Write(ref _minFrom, from);
        if (last > _maxLast) Volatile.Write(ref _maxLast, last);
    }

    public void WriteHead(RowWriter head)
    {
        head.Clear();
        head.Signed(Opened);
        head.Signed(Written);
        head.Signed(_minFrom);
        head.Signed(_maxLast);
        head.VarInt(Rows);
        head.VarInt(Batches);
    }

    public static HistoryPartition ReadHead(uint number, ReadOnlySpan<byte> bytes, Func<WordList> readWords, Func<RowTimes> readTimes)
    {
        var head = new RowReader(bytes);
        try
        {
            var partition = new HistoryPartition(number, head.Signed(), readWords, readTimes) { Written = head.Signed() };
            partition.Widen(head.Signed(), head.Signed());
            (partition.Rows, partition.Batches) = ((uint)head.VarInt(), (uint)head.VarInt());
            return partition;
        }
        catch (Exception error) when (error is InvalidDataException or IndexOutOfRangeException or ArgumentException)
        {
            throw new StoreCorruptException($"flow history, head of partition {number}", head.Offset, "the data end or do not fit", error);
        }
    }
}
