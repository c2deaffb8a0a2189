using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Metrics: a map from flow or node to its metrics in time. One row; read when it is wanted.</summary>
/// <param name="read">The points, those of an owner together and in time. With true also those that only reach into the slice.</param>
/// <param name="slice">The time that Context asked for.</param>
internal sealed class MetricRows(Func<bool, IEnumerable<MetricPoint>> read, TimeSlice? slice) : StepRows
{
    private const long DefaultSeconds = 30;

    private List<MetricPoint>? _points;

    public override string TypeName => "*traversal.MetricsTraversalStep";

    public override int Count => Points.Count == 0 && !IsAggregated ? 0 : 1;

    /// <summary>True for what Aggregates gave: then there is a row even without points.</summary>
    private bool IsAggregated { get; init; }

    private List<MetricPoint> Points => _points ??= [.. read(false)];

    public static MetricRows OfFlows(FlowSearch search)
    {
        var slice = search.Scope.Slice;
        return new MetricRows(reaching => reaching || slice is not { } all
            ? search.ReadMetrics()
            : search.ReadMetrics().Where(point => point.Start >= all.Start && point.Last <= all.Last), slice);
    }

    public static void CheckAggregates(StepCall call)
    {
        var arguments = call.Arguments;
        if (arguments is [] or [{ Kind: ArgumentKind.Parameter }]) return;
        if (arguments is not [{ IsInteger: true } seconds] || seconds.Value.AsInt() <= 0) throw call.Refuse("Aggregates parameter has to be a positive number");
    }

    public override void WriteRow(int row, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        string? owner = null;
        if (IsAggregated && Points.Count == 0) writer.WriteStartArray(owner = MetricSlices.Name);
        foreach (var point in Points)
        {
            if (point.Owner != owner)
            {
                if (owner is not null) writer.WriteEndArray();
                writer.WriteStartArray(owner = point.Owner);
            }

            WritePoint(writer, point);
        }

        if (owner is not null) writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A line a metric.</summary>
    public override ResultTable? ToTable()
    {
        string[] names = [.. Points.SelectMany(point => point.Names).Distinct()];
        return new ResultTable(["Of", "Start", "Last", .. names], [.. Points.Select(point => (string[])
        [
            point.Owner, FlowTableText.Time(point.Start), FlowTableText.Time(point.Last),
            .. names.Select(name => Array.IndexOf(point.Names, name) is >= 0 and var place ? FlowTableText.Number(point.Values[place]) : ""),
        ])]);
    }

    public override StepResult? Apply(StepCall call, StepInput input) => call.Name.ToUpperInvariant() switch
    {
        "AGGREGATES" => StepResult.OfRows(Aggregate(call)),
        "SUM" => StepResult.OfValue(call.Arguments.Count == 0 ? SumAll() : SumOf(call)),
        "COUNT" => StepResult.OfValue(IsAggregated ? 1 : Points.Select(point => point.Owner).Distinct().Count()),
        "KEYS" => StepResult.OfValues([.. Points.SelectMany(point => point.Names).Append("Start").Append("Last")
            .Distinct().Order(StringComparer.Ordinal).Select(name => (MetadataValue)name)]),
        _ => null,
    };

    private MetricRows Aggregate(StepCall call)
    {
        CheckAggregates(call);
        long step = 1000 * (call.Arguments.Count == 0 ? DefaultSeconds : Math.Min(call.Arguments[0].Value.AsInt(), long.MaxValue / 2000));
        return new MetricRows(_ => MetricSlices.Of(read(true), slice, step, call), slice) { IsAggregated = true };
    }

    private MetadataValue SumAll()
    {
        if (Points.Count == 0) return MetadataValue.Null;
        var sum = new MetricSum();
        foreach (var point in Points) sum.Add(point);
        return MapOf(sum.ToPoint(MetricSlices.Name, Points.Min(point => point.Start), Points.Max(point => point.Last)));
    }

    private long SumOf(StepCall call)
    {
        if (call.Arguments.Count != 1) throw call.Fail("Sum requires 1 parameter");
        if (!call.Arguments[0].IsText) throw call.Fail("Sum parameter has to be a string key");
        string name = call.Arguments[0].Value.AsString();
        long sum = 0;
        bool isKnown = Points.Count == 0 || name is "Start" or "Last";
        foreach (var point in Points)
        {
            int place = Array.IndexOf(point.Names, name);
            isKnown |= place >= 0;
            sum = unchecked(sum + (place >= 0 ? point.Values[place] : name == "Start" ? point.Start : name == "Last" ? point.Last : 0));
        }

        return isKnown ? sum : throw call.Fail("Field not found");
    }

    private static void WritePoint(Utf8JsonWriter writer, in MetricPoint point)
    {
        writer.WriteStartObject();
        for (int i = 0; i < point.Names.Length; i++) writer.WriteNumber(point.Names[i], point.Values[i]);
        writer.WriteNumber("Start"u8, point.Start);
        writer.WriteNumber("Last"u8, point.Last);
        writer.WriteEndObject();
    }

    private static MetadataValue MapOf(MetricPoint point)
    {
        var map = new MetadataBuilder();
        for (int i = 0; i < point.Names.Length; i++) map[point.Names[i]] = point.Values[i];
        map["Start"] = point.Start;
        map["Last"] = point.Last;
        return map.Build();
    }
}
