using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Shows a result as tables: one for nodes, one for edges, one for whatever else it holds.</summary>
internal static class ResultTable
{
    public static void Print(JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Array)
            PrintAll([.. result.EnumerateArray()]);
        else if (result.ValueKind is JsonValueKind.Object)
            PrintAll([result]);
        else if (result.ValueKind != JsonValueKind.Null)
            Console.WriteLine(Cells.Text(result));
    }

    private static void PrintAll(IReadOnlyList<JsonElement> items)
    {
        if (items is [{ ValueKind: JsonValueKind.Object } graph] && graph.TryGetProperty("Nodes", out var nodes) && graph.TryGetProperty("Edges", out var edges))
        {
            Print(nodes);
            Print(edges);
        }
        else if (items.Count == 0)
            Console.WriteLine("(nothing)");
        else if (items.All(item => ElementColumns.IsElement(item)))
            PrintTable(ElementColumns.Of(items), items);
        else if (items.All(FlowColumns.IsFlow))
            PrintTable(FlowColumns.All, items);
        else if (items.All(item => item.ValueKind == JsonValueKind.Array))
            PrintTable([new Column("Path", path => string.Join(" → ", path.EnumerateArray().Select(Cells.NameOf))), new Column("Hops", HopsOf)], items);
        else if (items.All(item => item.ValueKind == JsonValueKind.Object))
            PrintTable([.. items.SelectMany(item => item.EnumerateObject().Select(member => member.Name)).Distinct().Select(Column.OfMember)], items);
        else
            PrintTable([new Column("Value", Cells.Text)], items);
    }

    private static string HopsOf(JsonElement path) => (path.GetArrayLength() - 1).ToString();

    private static void PrintTable(IReadOnlyList<Column> columns, IReadOnlyList<JsonElement> items)
    {
        Tables.Print([.. columns.Select(column => column.Title)], items.Select(item => columns.Select(column => column.Read(item))));
        Console.WriteLine(items.Count == 1 ? "1 row" : $"{items.Count} rows");
    }
}

/// <summary>A table's column: its head, and what it shows of an item.</summary>
internal sealed record Column(string Title, Func<JsonElement, string> Read)
{
    public static Column OfMember(string name) => new(name, item => item.TryGetProperty(name, out var value) ? Cells.Text(value) : "");

    public static Column OfMetadata(string key) =>
        new(key, item => item.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty(key, out var value) ? Cells.Text(value) : "");
}
