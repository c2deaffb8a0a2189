namespace Steffi.Probes.Tests;

/// <summary>Short forms of what these tests ask a graph.</summary>
internal static class GraphReading
{
    public static Node? Probe(this GraphView view, string name) => view.Named("probe", name);

    public static Node? Named(this GraphView view, string type, string name)
    {
        foreach (var node in view.Nodes)
            if (node["Type"] == type && node["Name"] == name)
                return node;
        return null;
    }

    public static string State(this GraphView view, string probe) => view.Probe(probe) is { } node ? node["State"].AsString() : "absent";

    public static string? Text(this Node? node, string key) => node is { } there && there[key] is { IsNull: false } value ? value.AsString() : null;

    /// <summary>The names of the live nodes of a type, in order.</summary>
    public static string[] Names(this GraphView view, string type) =>
        [.. view.Nodes.Where(node => node["Type"] == type).Select(node => node["Name"].AsString()).Order(StringComparer.Ordinal)];
}
