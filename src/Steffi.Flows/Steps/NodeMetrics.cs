using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Metrics on nodes: the growth of an interface's counters, from its series, or from the revisions that hold it as metadata.</summary>
internal static class NodeMetrics
{
    private const string Growth = "LastUpdateMetric", Total = "Metric";

    /// <summary>The metadata key that the step's argument means.</summary>
    /// <exception cref="QueryException">There is none.</exception>
    public static string ReadField(StepCall call) => call.Arguments switch
    {
        [] => Growth,
        [{ Kind: ArgumentKind.Parameter }] => Growth,
        [{ IsText: true } field] => field.Value.AsString() switch
        {
            "" or Growth => Growth,
            "SFlow" or $"SFlow.{Growth}" => $"SFlow.{Growth}",
            "Ovs" or $"Ovs.{Growth}" => $"Ovs.{Growth}",
            _ => throw Unknown(call),
        },
        _ => throw Unknown(call),
    };

    public static MetricRows Of(StepInput input, string field)
    {
        var slice = TimeSlice.Of(input);
        var points = new List<MetricPoint>();
        foreach (var revisions in input.Nodes.ToArray().GroupBy(node => node.Id))
        {
            input.Tick();
            points.AddRange(PointsOf([.. revisions], field, slice).DistinctBy(point => point.Start).OrderBy(point => point.Start));
        }

        return new MetricRows(
            reaching => slice is not { } all
                ? points
                // Strictly inside, as in Skydive: what began before the slice is no growth of it alone.
                : points.Where(point => reaching ? all.Overlaps(point.Start, point.Last) : point.Start > all.Start && point.Last < all.Last),
            slice);
    }

    private static IEnumerable<MetricPoint> PointsOf(Node[] revisions, string field, TimeSlice? slice)
    {
        var newest = revisions[^1];
        var counters = slice is null ? [] : CountersOf(newest, field);
        return counters.Length > 0 ? FromSeries(newest, field, counters) : revisions.SelectMany(node => FromMetadata(node, field));
    }

    private static IEnumerable<MetricPoint> FromMetadata(Node node, string field)
    {
        if (!node.TryGet(MetadataPath.Of(field), out var value) || value.Kind != ValueKind.Map) yield break;
        var map = value.AsMap();
        if (map["Start"] is not { Kind: ValueKind.Int } start || map["Last"] is not { Kind: ValueKind.Int } last) yield break;
        var numbers = map.Where(pair => pair.Value.Kind == ValueKind.Int && pair.Key is not ("Start" or "Last")).ToArray();
        yield return new MetricPoint(
            node.Id.ToString(), start.AsInt(), last.AsInt(), [.. numbers.Select(pair => pair.Key)], [.. numbers.Select(pair => pair.Value.AsInt())]);
    }

    /// <summary>The counters that are kept as series; empty when the totals are plain metadata or there are none.</summary>
    private static string[] CountersOf(Node node, string field)
    {
        string total = field.Replace(Growth, Total, StringComparison.Ordinal);
        if (!node.TryGet(MetadataPath.Of(total), out var value) || value.Kind != ValueKind.Map) return [];
        string[] names = [.. value.AsMap().Where(pair => pair.Value.Kind == ValueKind.Int).Select(pair => pair.Key)];
        return names.Any(name => node.Samples(MetadataPath.Of($"{total}.{name}")).Count > 0) ? names : [];
    }

    /// <summary>From sample to sample, the one before the slice included.</summary>
    private static IEnumerable<MetricPoint> FromSeries(Node node, string field, string[] names)
    {
        string total = field.Replace(Growth, Total, StringComparison.Ordinal);
        var rows = new SortedDictionary<long, long?[]>();
        for (int i = 0; i < names.Length; i++)
        {
            foreach (var sample in Before(node, field, total, names[i]).Concat(node.Samples(MetadataPath.Of($"{total}.{names[i]}"))))
            {
                long time = sample.Time.ToUnixTimeMilliseconds();
                if (!rows.TryGetValue(time, out var row)) rows.Add(time, row = new long?[names.Length]);
                row[i] = sample.Value;
            }
        }

        string owner = node.Id.ToString();
        foreach (var (before, row) in rows.Zip(rows.Skip(1)))
            yield return new MetricPoint(owner, before.Key, row.Key, names, [.. names.Select((_, i) => Grown(before.Value[i], row.Value[i]))]);
    }

    /// <summary>A counter that went back was reset in between: it counts from zero.</summary>
    private static long Grown(long? before, long? now) => now is not { } value ? 0 : before is { } counted && value >= counted ? value - counted : value;

    private static IEnumerable<Sample> Before(Node node, string field, string total, string name)
    {
        if (node.Samples(MetadataPath.Of($"{total}.{name}")) is not [var first, ..]) yield break;
        var graph = node.View.Graph;
        if (first.Time <= graph.OldestInstant) yield break;
        if (!graph.At(first.Time.AddTicks(-1)).TryGetNode(node.Id, out var earlier) || earlier.CreatedAt != node.CreatedAt) yield break;
        if (earlier.TryGet(MetadataPath.Of($"{field}.Last"), out var last) && earlier.TryGet(MetadataPath.Of($"{total}.{name}"), out var value))
            yield return new Sample(DateTimeOffset.FromUnixTimeMilliseconds(last.AsInt()), value.AsInt());
        else if (earlier.Samples(MetadataPath.Of($"{total}.{name}")) is [.., var only])
            yield return only;
    }

    private static QueryException Unknown(StepCall call) => call.Refuse($"Metric field unknown : {call.DescribeArguments()}");
}
