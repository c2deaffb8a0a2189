using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>What dissectors found on a flow, as texts.</summary>
internal static class FlowFacts
{
    /// <summary>The values at a path; those of a list one by one.</summary>
    public static IEnumerable<string> Of(Flow flow, string path) =>
        !flow.Details.TryGet(path, out var value) ? []
        : value.Kind == ValueKind.List ? value.AsList().Select(item => item.ToString())
        : [value.ToString()];

    /// <summary>The first value at any of the paths on any of the flows.</summary>
    public static string? First(IEnumerable<Flow> flows, params string[] paths) =>
        flows.SelectMany(flow => paths.SelectMany(path => Of(flow, path))).FirstOrDefault();

    /// <summary>A whole list at a path, joined as references print it.</summary>
    public static string? List(IEnumerable<Flow> flows, char separator, params string[] paths) =>
        flows.SelectMany(flow => paths.Select(path => string.Join(separator, Of(flow, path)))).FirstOrDefault(text => text.Length > 0);
}
