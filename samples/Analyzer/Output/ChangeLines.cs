using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>A watch's messages as lines to read: time, sign, kind, name, type, identity.</summary>
internal static class ChangeLines
{
    public static void Print(string message)
    {
        using var document = JsonDocument.Parse(message);
        var type = document.RootElement.GetProperty("Type").GetString()!;
        var body = document.RootElement.GetProperty("Obj");
        switch (type)
        {
            case "SyncReply":
                foreach (var node in body.GetProperty("Nodes").EnumerateArray())
                    Print("=", "node", node);
                foreach (var edge in body.GetProperty("Edges").EnumerateArray())
                    Print("=", "edge", edge);
                break;
            case "NodeAdded" or "NodeUpdated" or "NodeDeleted" or "EdgeAdded" or "EdgeUpdated" or "EdgeDeleted":
                Print(type[4..] switch { "Added" => "+", "Updated" => "~", _ => "-" }, type[..4].ToLowerInvariant(), body);
                break;
            default:
                Console.WriteLine($"{Now()}  {type}  {Cells.Text(body)}");
                break;
        }
    }

    private static void Print(string sign, string kind, JsonElement element)
    {
        var metadata = element.GetProperty("Metadata");
        string Of(string key) => metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(key, out var value) ? Cells.Text(value) : "";
        var what = kind == "node"
            ? $"{Of("Name"),-16} {Of("Type"),-10} {Of("State"),-5}"
            : $"{Of("RelationType"),-16} {Cells.Text(element.GetProperty("Parent"))} → {Cells.Text(element.GetProperty("Child"))}";
        Console.WriteLine($"{Now()}  {sign} {kind}  {what}  {Cells.Text(element.GetProperty("ID"))}  rev {Cells.Text(element.GetProperty("Revision"))}");
    }

    private static string Now() => DateTime.Now.ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);
}
