namespace Steffi;

/// <summary>The samples of a transaction, checked and held until it is published: series have no way back.</summary>
/// <remarks>Runs under the writer's lock.</remarks>
internal sealed class PendingSamples(GraphTables tables)
{
    private readonly List<(NodeEntry Node, long Time, MetadataPath Map, Metadata Counters)> _samples = [];

    /// <exception cref="ArgumentException">It is no map of counters.</exception>
    public void Add(in GraphEvent change)
    {
        var (map, counters) = (change.SampledMap, change.Metadata);
        if (map is null && change.Patch is { } patch && patch.SetsOne(out var path, out var value) && value.Kind == ValueKind.Map)
            (map, counters) = (path, value.AsMap());
        if (map is null || counters.Count == 0)
            throw new ArgumentException($"A sample of node '{change.Id}' sets something else than one map of counters.");
        Nesting.Check(map.Keys.Length + 1);
        var packed = counters.Packed;
        int at = 0;
        for (int left = (int)Packed.VarInt(packed, ref at); left > 0; left--)
        {
            int key = (int)Packed.VarInt(packed, ref at);
            if (packed[at] is not (PackedTag.Int or >= PackedTag.SmallInt and < PackedTag.ShortString))
                throw new ArgumentException($"{map}.{KeyTable.NameOf(key)} of node '{change.Id}' is no integer: {Packed.Read(packed, ref at)}.");
            Packed.Skip(packed, ref at);
        }
        _samples.Add((tables.NodeOf(change.Id), change.Ticks, map, counters));
    }

    public void AddToSeries()
    {
        foreach (var (node, time, map, counters) in _samples)
        {
            var series = node.Series;
            while (series is not null && series.Map != map && series.Map.Text != map.Text)
                series = series.Next;
            if (series is null)
            {
                tables.AddSampled(map);
                Volatile.Write(ref node.Series, series = new NodeSeries(map, node.Series));
            }
            series.Add(time, counters);
        }
        _samples.Clear();
    }

    public void Clear() => _samples.Clear();
}
