using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Which columns say most about nodes and edges.</summary>
internal static class ElementColumns
{
    private static readonly string[] NodeKeys = ["Name", "Type", "State", "MAC", "MTU", "IfIndex", "IPV4", "IPV6", "Driver", "Message"];
    private static readonly string[] EdgeKeys = ["RelationType", "Type", "Name"];

    public static bool IsElement(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("ID", out _) && item.TryGetProperty("Metadata", out _);

    /// <summary>A column that no item has anything for is left out; elements without any known key show their metadata whole.</summary>
    public static IReadOnlyList<Column> Of(IReadOnlyList<JsonElement> items)
    {
        bool edges = items.All(IsEdge);
        List<Column> wanted = [.. (edges ? EdgeKeys : NodeKeys).Select(Column.OfMetadata)];
        List<Column> shown = [.. wanted.Where(column => items.Any(item => column.Read(item).Length > 0))];
        if (shown.Count == 0)
            shown.Add(Column.OfMember("Metadata"));
        if (edges)
            shown.AddRange([Column.OfMember("Parent"), Column.OfMember("Child")]);
        // Where they are, when that tells them apart.
        shown.AddRange(((Column[])[Column.OfMetadata("NetNS"), Column.OfMember("Host")]).Where(column => items.Select(column.Read).Distinct().Count() > 1));
        shown.Add(Column.OfMember("Revision"));
        shown.Add(Column.OfTime("UpdatedAt"));
        if (items.Any(item => item.TryGetProperty("DeletedAt", out var deleted) && deleted.ValueKind == JsonValueKind.Number))
            shown.Add(Column.OfTime("DeletedAt"));
        shown.Add(Column.OfMember("ID"));
        return shown;
    }

    private static bool IsEdge(JsonElement item) => item.TryGetProperty("Parent", out _) && item.TryGetProperty("Child", out _);
}
