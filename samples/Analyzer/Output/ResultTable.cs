using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Shows a result as tables: one for nodes, one for edges, one for whatever else it holds.</summary>
internal static class ResultTable
{
    /// <summary>Members that hold milliseconds since 1970.</summary>
    private static readonly string[] Times = ["From", "To", "Start", "Last"];

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
        else if (items is [{ ValueKind: JsonValueKind.Object } map] && IsMapOfRows(map))
            PrintMap(map);
        else
            PrintRows(ColumnsOf(items), items);
    }

    private static IReadOnlyList<Column> ColumnsOf(IReadOnlyList<JsonElement> items) =>
        items.All(ElementColumns.IsElement) ? ElementColumns.Of(items)
        : items.All(FlowColumns.IsFlow) ? FlowColumns.All
        : items.All(item => item.ValueKind == JsonValueKind.Array) ? [new Column("Path", path => string.Join(" → ", path.EnumerateArray().Select(Cells.NameOf))), new Column("Hops", HopsOf)]
        : items.All(item => item.ValueKind == JsonValueKind.Object) ? [.. items.SelectMany(item => item.EnumerateObject().Select(member => member.Name)).Distinct().Select(MemberColumn)]
        : [new Column("Value", Cells.Text)];

    private static string HopsOf(JsonElement path) => (path.GetArrayLength() - 1).ToString();

    private static Column MemberColumn(string name) => Times.Contains(name) ? Column.OfTime(name) : Column.OfMember(name);

    // As Sockets, History, Metrics and Group answer: what each of several has.
    private static bool IsMapOfRows(JsonElement map) =>
        map.EnumerateObject().Any() && map.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.Array && entry.Value.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object));

    private static void PrintMap(JsonElement map)
    {
        var keys = map.EnumerateObject().SelectMany(entry => entry.Value.EnumerateArray().Select(_ => entry.Name)).ToList();
        List<JsonElement> rows = [.. map.EnumerateObject().SelectMany(entry => entry.Value.EnumerateArray())];
        var columns = ColumnsOf(rows);
        Print([.. columns.Select(column => column.Title), "Of"], rows.Zip(keys, (row, key) => columns.Select(column => column.Read(row)).Append(key)), rows.Count);
    }

    private static void PrintRows(IReadOnlyList<Column> columns, IReadOnlyList<JsonElement> items) =>
        Print([.. columns.Select(column => column.Title)], items.Select(item => columns.Select(column => column.Read(item))), items.Count);

    private static void Print(IReadOnlyList<string> titles, IEnumerable<IEnumerable<string>> rows, int count)
    {
        Tables.Print(titles, rows);
        Console.WriteLine(count == 1 ? "1 row" : $"{count} rows");
    }
}

/// <summary>A table's column: its head, and what it shows of an item.</summary>
internal sealed record Column(string Title, Func<JsonElement, string> Read)
{
    public static Column OfMember(string name) => new(name, item => item.TryGetProperty(name, out var value) ? Cells.Text(value) : "");

    public static Column OfTime(string name) => new(name, item => item.TryGetProperty(name, out var value) ? Cells.Time(value) : "");

    public static Column OfMetadata(string key) =>
        new(key, item => item.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty(key, out var value) ? Cells.Text(value) : "");
}
