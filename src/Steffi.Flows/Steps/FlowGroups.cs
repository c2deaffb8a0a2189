using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Group: a map from TrackingID, or from the values of the keys given, to the flows that have them. One row.</summary>
internal sealed class FlowGroups(IReadOnlyList<KeyValuePair<string, List<Flow>>> groups) : StepRows
{
    private static readonly FlowProperty TrackingID = FlowProperty.Of("TrackingID");

    public override string TypeName => "*traversal.FlowGroupTraversalStep";

    public override int Count => groups.Count == 0 ? 0 : 1;

    /// <summary>Groups in the order of their first flow. Flows that lack a key belong to none.</summary>
    public static FlowGroups Read(StepCall call, IReadOnlyList<Flow> flows)
    {
        if (call.Arguments.Any(key => !key.IsText)) throw call.Fail($"Group parameters have to be string keys : {call.DescribeArguments()}");
        FlowProperty[] keys = call.Arguments.Count == 0 ? [TrackingID] : [.. call.Arguments.Select(key => FlowProperty.Of(key.Value.AsString()))];
        var places = new Dictionary<string, int>();
        var groups = new List<KeyValuePair<string, List<Flow>>>();
        foreach (var flow in flows)
        {
            if (NameOf(flow, keys) is not { } name) continue;
            if (!places.TryGetValue(name, out int place))
            {
                places.Add(name, place = groups.Count);
                groups.Add(new(name, []));
            }

            groups[place].Value.Add(flow);
        }

        return new FlowGroups(groups);
    }

    public override void WriteRow(int row, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, flows) in groups)
        {
            writer.WriteStartArray(name);
            foreach (var flow in flows) FlowJson.Write(writer, flow);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public override StepResult? Apply(StepCall call, StepInput input) => call.Name.ToUpperInvariant() switch
    {
        "MORETHAN" => StepResult.OfRows(MoreThan(call)),
        "COUNT" => StepResult.OfValue(groups.Count),
        _ => null,
    };

    private FlowGroups MoreThan(StepCall call)
    {
        long least = call.Arguments.Count == 0 ? 1 : call.Arguments[0].Value.AsInt();
        return new FlowGroups([.. groups.Where(group => group.Value.Count > least)]);
    }

    private static string? NameOf(Flow flow, FlowProperty[] keys)
    {
        if (keys is [var key]) return key.Read(flow)?.ToString();
        var values = Array.ConvertAll(keys, one => one.Read(flow)?.ToString());
        return values.Contains(null) ? null : string.Join(',', values);
    }
}
