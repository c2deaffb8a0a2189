using System.Text.Json;

namespace Steffi.Gremlin.Tests;

/// <summary>Writes a batch answer in the notation of cases.tsv.</summary>
internal static class ResultNotation
{
    public static string Of(JsonElement answer, bool keepsOrder)
    {
        if (answer.TryGetProperty("Error", out var error))
            return $"{(error.GetProperty("Kind").GetString() == "parse" ? "PARSE-ERR" : "EXEC-ERR")} {error.GetProperty("Message").GetString()}";
        var rows = answer.GetProperty("Result").EnumerateArray().Select(OfRow).ToArray();
        var isElements = answer.GetProperty("Result").EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty("ID", out _));
        if (isElements && !keepsOrder) Array.Sort(rows, StringComparer.Ordinal);
        return $"{rows.Length} [{string.Join(", ", rows)}]";
    }

    private static string OfRow(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object) return row.GetRawText();
        if (row.TryGetProperty("ID", out var id)) return id.GetString()!;
        if (row.TryGetProperty("Path", out var path)) return $"path({string.Join(">", path.EnumerateArray().Select(OfRow))})";
        return row.TryGetProperty("Nodes", out var nodes) && row.TryGetProperty("Edges", out var edges)
            ? $"graph({nodes.GetArrayLength()}n,{edges.GetArrayLength()}e)"
            : row.GetRawText();
    }
}
