namespace Steffi;

/// <summary>The samples of one map of counters (Metric, say) of a node, in compressed blocks in the order of time.</summary>
/// <remarks>Appended by the one writer; readers take the array of blocks as it is. A node's series form a list.</remarks>
internal sealed class NodeSeries(MetadataPath map, NodeSeries? next)
{
    private SampleBlock[] _blocks = [];
    private Row? _latest, _beforeLatest;

    /// <summary>Where the counters show in the node's metadata.</summary>
    public MetadataPath Map { get; } = map;

    /// <summary>The same map's growth since the sample before: LastUpdateMetric for Metric.</summary>
    public MetadataPath Growth { get; } = GrowthOf(map.Text);

    public NodeSeries? Next { get; } = next;

    /// <summary>A sample as a map of counters.</summary>
    public sealed record Row(long Time, Metadata Counters);

    public int Bytes => _blocks.Sum(block => block.Bytes);

    public int Count => _blocks.Sum(block => block.Count * block.Keys.Length);

    /// <summary>Whether the path leads into the counters or their growth.</summary>
    public bool Covers(MetadataPath path) => Begins(path, Map) || Begins(path, Growth);

    /// <summary>Takes in a sample; one of an instant that has one already takes its place.</summary>
    public void Add(long time, Metadata counters)
    {
        if (_latest is null || time > _latest.Time)
        {
            Append(time, counters);
            Volatile.Write(ref _beforeLatest, _latest);
            Volatile.Write(ref _latest, new Row(time, counters));
            return;
        }
        Insert(new Row(time, counters));
    }

    /// <summary>The newest sample of a stretch of time, and the one before it.</summary>
    /// <param name="from">UTC ticks, inclusive.</param>
    /// <param name="last">UTC ticks, inclusive.</param>
    public (Row? Latest, Row? Before) Newest(long from, long last)
    {
        var latest = Volatile.Read(ref _latest);
        if (latest is not null && latest.Time <= last)
        {
            // The writer may have moved on in between: then the one before is found the slow way.
            var before = Volatile.Read(ref _beforeLatest);
            if (before is null || before.Time < latest.Time)
                return latest.Time < from ? default : (latest, before is not null && before.Time >= from ? before : null);
        }
        (Row? Latest, Row? Before) newest = default;
        var blocks = Volatile.Read(ref _blocks);
        for (int i = blocks.Length - 1; i >= 0 && newest.Before is null; i--)
        {
            var found = NewestOf(blocks[i], from, last);
            newest = newest.Latest is null ? found : (newest.Latest, found.Latest);
        }
        return newest;
    }

    /// <summary>The samples of one counter in a stretch of time, the oldest first.</summary>
    public List<Sample> Read(int key, long from, long last)
    {
        var samples = new List<Sample>();
        foreach (var block in Volatile.Read(ref _blocks))
        {
            int column = Array.IndexOf(block.Keys, key);
            if (column < 0 || block.FirstTime > last)
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

    /// <summary>Drops the blocks that end before an instant; the newest one stays.</summary>
    public void Forget(long before)
    {
        int gone = 0;
        while (gone < _blocks.Length - 1 && _blocks[gone + 1].FirstTime < before)
            gone++;
        if (gone > 0)
            Volatile.Write(ref _blocks, _blocks[gone..]);
    }

    private void Append(long time, Metadata counters)
    {
        var (keys, values) = Columns(counters);
        if (_blocks is [.., { IsFull: false } last] && last.Keys.AsSpan().SequenceEqual(keys))
            last.Append(time, values);
        else
            Volatile.Write(ref _blocks, [.. _blocks, new SampleBlock(keys, time, values)]);
    }

    /// <summary>A late sample: the blocks from its own on are made anew.</summary>
    private void Insert(Row late)
    {
        int first = Array.FindLastIndex(_blocks, block => block.FirstTime <= late.Time) is >= 0 and var found ? found : 0;
        var rows = _blocks[first..].SelectMany(RowsOf).Where(row => row.Time != late.Time).Append(late).OrderBy(row => row.Time).ToList();
        var series = new NodeSeries(Map, null) { _blocks = _blocks[..first] };
        foreach (var row in rows)
            series.Append(row.Time, row.Counters);
        Volatile.Write(ref _blocks, series._blocks);
        var all = series.Newest(long.MinValue, long.MaxValue);
        Volatile.Write(ref _beforeLatest, all.Before);
        Volatile.Write(ref _latest, all.Latest);
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

    private static (int[] Keys, long[] Values) Columns(Metadata counters)
    {
        var (keys, values) = (new int[counters.Count], new long[counters.Count]);
        int i = 0;
        foreach (var (key, value) in counters)
            (keys[i], values[i++]) = (KeyTable.IdOf(key), value.AsInt());
        return (keys, values);
    }

    private static bool Begins(MetadataPath path, MetadataPath with) => path.Keys.AsSpan().StartsWith(with.Keys) || with.Keys.AsSpan().StartsWith(path.Keys);

    private static MetadataPath GrowthOf(string map)
    {
        int name = map.LastIndexOf('.') + 1;
        return MetadataPath.Of($"{map[..name]}LastUpdate{map[name..]}");
    }
}
