using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Standing captures as a table: a row for each interface that one captures, or one that says that there is none.</summary>
internal static class CaptureTable
{
    private static readonly string[] Titles = ["Capture", "Name", "Query", "Filter", "Interface", "State", "Type", "Packets", "Dropped", "Flows", "CPU ms", ""];

    public static void Print(IReadOnlyList<JsonElement> captures, JsonElement nodes)
    {
        var points = (nodes.ValueKind == JsonValueKind.Array ? nodes.EnumerateArray().ToList() : [])
            .SelectMany(node => node.GetProperty("Metadata").GetProperty("Captures").EnumerateArray().Select(point => (Node: node, Point: point)))
            .ToLookup(one => Of(one.Point, "ID"));
        Tables.Print(Titles, captures.SelectMany(capture => points[Of(capture, "UUID")].DefaultIfEmpty().Select(one => (string[])
        [
            Of(capture, "UUID"), Of(capture, "Name"), Of(capture, "GremlinQuery"), Of(capture, "BPFFilter"),
            one.Node.ValueKind == JsonValueKind.Undefined ? "(none)" : Cells.NameOf(one.Node), Of(one.Point, "State"), Of(one.Point, "Type"),
            Of(one.Point, "PacketsReceived"), Of(one.Point, "PacketsDropped"), Of(one.Point, "FlowCount"), Of(one.Point, "CPUMilliseconds"),
            Of(one.Point, "Error") is { Length: > 0 } error && Of(one.Point, "State") == "backingoff" ? error : Of(one.Point, "Message"),
        ])));
        Console.WriteLine(captures.Count == 1 ? "1 capture" : $"{captures.Count} captures");
    }

    private static string Of(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) ? Cells.Text(value) : "";
}
