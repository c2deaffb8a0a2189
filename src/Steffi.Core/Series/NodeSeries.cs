namespace Steffi;

/// <summary>The samples of one map of counters (Metric, say) of a node, in compressed blocks in the order of time.</summary>
/// <remarks>Appended by the one writer; readers take the array of blocks as it is. A node's series form a list.</remarks>
internal sealed class NodeSeries(MetadataPath map, NodeSeries? next)
{
    private SampleBlock[] _blocks = [];
    private Standing? _newest;

    /// <summary>Where the counters show in the node's metadata.</summary>
    public MetadataPath Map { get; } = Numbered(map);

    /// <summary>The same map's growth since the sample before: LastUpdateMetric for Metric.</summary>
    public MetadataPath Growth { get; } = Numbered(GrowthOf(map.Text));

    public NodeSeries? Next { get; } = next;

    /// <summary>A sample as a map of counters.</summary>
    public readonly record struct Row(long Time, Metadata Counters)
    {
        /// <summary>One counter by the number of its name.</summary>
        public bool TryGet(int key, out long value)
        {
            int at = Packed.Find(Counters.Packed, key);
            value = at < 0 ? 0 : Packed.Read(Counters.Packed, ref at).AsInt();
            return at >= 0;
        }
    }

    // In one object, so that a reader gets two that belong together.
    private sealed record Standing(Row Latest, Row? Before);

    public int Bytes => _blocks.Sum(block => block.Bytes);

    public int Count => _blocks.Sum(block => block.Count * block.Keys.Length);

    /// <summary>Whether the path leads to or into counters of this or a next series, or their growth.</summary>
    public bool Covers(MetadataPath path) => Begins(path, Map) || Begins(path, Growth) || (Next?.Covers(path) ?? false);

    /// <summary>Takes in a sample; one of an instant that has one already takes its place.</summary>
    public void Add(long time, Metadata counters)
    {
        var row = new Row(time, counters);
        if (_newest is null || time > _newest.Latest.Time)
        {
            Append(row);
            Volatile.Write(ref _newest, new Standing(row, _newest?.Latest));
            return;
        }
        Insert(row);
    }

    /// <summary>The newest sample of a stretch of time, and the one before it.</summary>
    /// <param name="from">UTC ticks, inclusive.</param>
    /// <param name="last">UTC ticks, inclusive.</param>
    public (Row? Latest, Row? Before) Newest(long from, long last)
    {
        if (Volatile.Read(ref _newest) is { } standing && standing.Latest.Time <= last)
            return standing.Latest.Time < from ? default : (standing.Latest, standing.Before is { } known && known.Time >= from ? known : null);
        return NewestOf(Volatile.Read(ref _blocks), from, last);
    }

    /// <summary>The samples of one counter in a stretch of time, the oldest first.</summary>
    public List<Sample> Read(int key, long from, long last)
    {
        var samples = new List<Sample>();
        var blocks = Volatile.Read(ref _blocks);
        for (int i = First(blocks, from); i < blocks.Length && blocks[i].FirstTime <= last; i++)
        {
            var block = blocks[i];
            int column = Array.IndexOf(block.Keys, key);
            if (column < 0)
                continue;
            var rows = block.Read();
            while (rows.MoveNext() && rows.Time <= last)
            {
                if (rows.Time >= from)
                    samples.Add(new(Instant.FromTicks(rows.Time), rows.Values[column]));
            }
        }
        return samples;
    }

    /// <summary>Drops the blocks that end before an instant; those of the two newest samples until then stay.</summary>
    public void Forget(long before)
    {
        int gone = First(_blocks, before - 1);
        if (gone > 0 && NewestOf(_blocks[gone], long.MinValue, before - 1).Before is null)
            gone--;
        if (gone > 0)
            Volatile.Write(ref _blocks, _blocks[gone..]);
    }

    /// <summary>The block that holds the newest sample at or before an instant, else the first one.</summary>
    private static int First(SampleBlock[] blocks, long time)
    {
        int low = 0, high = blocks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (blocks[middle].FirstTime <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return Math.Max(low - 1, 0);
    }

    private void Append(Row row)
    {
        var last = _blocks is [.., var newest] ? newest : null;
        bool fits = last is not null && last.Fits(row.Counters);
        if (fits && last!.TryAppend(row.Time, row.Counters))
            return;
        last?.Seal();
        Volatile.Write(ref _blocks, [.. _blocks, new SampleBlock(fits ? last!.Keys : SampleBlock.KeysOf(row.Counters), row.Time, row.Counters)]);
    }

    /// <summary>A late sample: the blocks from its own on are made anew.</summary>
    private void Insert(Row late)
    {
        int first = First(_blocks, late.Time);
        var rows = _blocks[first..].SelectMany(RowsOf).Where(row => row.Time != late.Time).Append(late).OrderBy(row => row.Time);
        // Those before are sealed, so they take no sample though they are shared.
        var series = new NodeSeries(Map, null);
        foreach (var row in rows)
            series.Append(row);
        Volatile.Write(ref _blocks, [.. _blocks[..first], .. series._blocks]);
        var all = NewestOf(_blocks, long.MinValue, long.MaxValue);
        Volatile.Write(ref _newest, new Standing(all.Latest!.Value, all.Before));
    }

    private static (Row? Latest, Row? Before) NewestOf(SampleBlock[] blocks, long from, long last)
    {
        (Row? Latest, Row? Before) newest = default;
        for (int i = First(blocks, last); i >= 0 && i < blocks.Length && newest.Before is null; i--)
        {
            var found = NewestOf(blocks[i], from, last);
            newest = newest.Latest is null ? found : (newest.Latest, found.Latest);
        }
        return newest;
    }

    private static (Row? Latest, Row? Before) NewestOf(SampleBlock block, long from, long last)
    {
        if (block.FirstTime > last)
            return default;
        (long Time, Metadata? Counters) latest = default, before = default;
        long[]? values = null, valuesBefore = null;
        var rows = block.Read();
        while (rows.MoveNext() && rows.Time <= last)
        {
            if (rows.Time < from)
                continue;
            (before.Time, latest.Time) = (latest.Time, rows.Time);
            (valuesBefore, values) = (values, valuesBefore ?? new long[rows.Values.Length]);
            rows.Values.CopyTo(values, 0);
        }
        return (values is null ? null : new Row(latest.Time, Counters(block.Keys, values)),
            valuesBefore is null ? null : new Row(before.Time, Counters(block.Keys, valuesBefore)));
    }

    private static List<Row> RowsOf(SampleBlock block)
    {
        var found = new List<Row>();
        var rows = block.Read();
        while (rows.MoveNext())
            found.Add(new Row(rows.Time, Counters(block.Keys, rows.Values)));
        return found;
    }

    private static Metadata Counters(int[] keys, long[] values)
    {
        var map = new MetadataBuilder();
        for (int i = 0; i < keys.Length; i++)
            map[KeyTable.NameOf(keys[i])] = values[i];
        return map.Build();
    }

    private static bool Begins(MetadataPath path, MetadataPath with) => path.Keys.AsSpan().StartsWith(with.Keys) || with.Keys.AsSpan().StartsWith(path.Keys);

    // Keys without numbers are all alike: paths to nothing would lead to the counters.
    private static MetadataPath Numbered(MetadataPath path)
    {
        _ = path.KeysForWriting;
        return path;
    }

    private static MetadataPath GrowthOf(string map)
    {
        int name = map.LastIndexOf('.') + 1;
        return MetadataPath.Of($"{map[..name]}LastUpdate{map[name..]}");
    }
}
