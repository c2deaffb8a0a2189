using System.Globalization;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>A watch's changes as lines to read: time, sign, what it is, identity.</summary>
internal static class ChangeLines
{
    public static void Print(string line)
    {
        using var document = JsonDocument.Parse(line);
        var change = document.RootElement;
        var sign = change.TryGetProperty("Change", out var kind) ? kind.GetString() switch { "Added" => "+", "Updated" => "~", _ => "-" } : "!";
        var time = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Console.WriteLine($"{time}  {sign} {Describe(change)}");
    }

    private static string Describe(JsonElement change)
    {
        if (change.TryGetProperty("Node", out var node))
            return $"node  {Of(node, "Name"),-16} {Of(node, "Type"),-10} {Of(node, "State"),-5} {Identity(node)}";
        if (change.TryGetProperty("Edge", out var edge))
            return $"edge  {Of(edge, "RelationType"),-16} {Cells.Text(edge.GetProperty("Parent"))} → {Cells.Text(edge.GetProperty("Child"))}  {Identity(edge)}";
        if (change.TryGetProperty("Path", out var path))
            return $"path  {string.Join(" → ", path.EnumerateArray().Select(Cells.NameOf))}";
        return change.TryGetProperty("Value", out var value) ? Cells.Text(value) : Cells.Text(change);
    }

    private static string Of(JsonElement element, string key) => Column.OfMetadata(key).Read(element);

    private static string Identity(JsonElement element) => $"{Cells.Text(element.GetProperty("ID"))}  rev {Cells.Text(element.GetProperty("Revision"))}";
}
