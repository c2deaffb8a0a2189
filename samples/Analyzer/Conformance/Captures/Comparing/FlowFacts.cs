using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>What dissectors found on a flow, as texts.</summary>
internal static class FlowFacts
{
    /// <summary>The values at a path, of the first exchange and of those after it.</summary>
    public static IEnumerable<string> Of(Flow flow, string path) =>
        path.IndexOf('.') is > 0 and var dot ? At(flow, path).Concat(At(flow, $"{path[..dot]}.Further{path[dot..]}")) : At(flow, path);

    private static IEnumerable<string> At(Flow flow, string path) =>
        !flow.Details.TryGet(path, out var value) ? []
        : value.Kind == ValueKind.List ? value.AsList().SelectMany(item => item.Kind == ValueKind.List ? item.AsList().Select(one => one.ToString()) : [item.ToString()])
        : [value.ToString()];

    /// <summary>The first value at any of the paths on any of the flows.</summary>
    public static string? First(IEnumerable<Flow> flows, params string[] paths) =>
        flows.SelectMany(flow => paths.SelectMany(path => Of(flow, path))).FirstOrDefault();

    /// <summary>A whole list at a path, joined as references print it.</summary>
    public static string? List(IEnumerable<Flow> flows, char separator, params string[] paths) =>
        flows.SelectMany(flow => paths.Select(path => string.Join(separator, Of(flow, path)))).FirstOrDefault(text => text.Length > 0);
}
