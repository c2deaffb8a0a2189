using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Dedup: the first flow of each TrackingID, or of each value of the keys.</summary>
internal static class FlowDedup
{
    private static readonly FlowProperty TrackingID = FlowProperty.Of("TrackingID");

    public static Func<List<Flow>, List<Flow>> Read(StepCall call)
    {
        FlowProperty[] keys = call.Arguments.Count == 0 ? [TrackingID] : [.. call.Arguments.Select(key => FlowProperty.Of(key.Value.AsString()))];
        return flows => keys is [var key] ? ByOne(flows, key) : BySeveral(flows, keys);
    }

    private static List<Flow> ByOne(List<Flow> flows, FlowProperty key)
    {
        var met = new HashSet<MetadataValue>();
        return flows.FindAll(flow => key.Read(flow) is not { } value || met.Add(value));
    }

    /// <summary>As on nodes: missing keys are left out, flows with none of them are all kept.</summary>
    private static List<Flow> BySeveral(List<Flow> flows, FlowProperty[] keys)
    {
        var met = new HashSet<MetadataValue>();
        return flows.FindAll(flow =>
        {
            MetadataValue?[] values = Array.ConvertAll(keys, key => key.Read(flow));
            return values.All(value => value is null) || met.Add(MetadataValue.List(values.Select(value => value ?? MetadataValue.Null)));
        });
    }
}
