using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>One value in the space of a table's cell.</summary>
internal static class Cells
{
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array when value.EnumerateArray().All(IsScalar) => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object when ElementColumns.IsElement(value) => NameOf(value),
        JsonValueKind.Array or JsonValueKind.Object => Encoding.UTF8.GetString(JsonText.Bytes(value.WriteTo)),
        _ => value.GetRawText(),
    };

    /// <summary>Milliseconds since 1970 as local time.</summary>
    public static string Time(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long milliseconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : "";

    /// <summary>What people call a node.</summary>
    public static string NameOf(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("Name", out var name) ? Text(name)
        : node.ValueKind == JsonValueKind.Object && node.TryGetProperty("ID", out var id) ? Text(id)
        : Text(node);

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);
}
