using System.Globalization;
using System.Text.Json;

namespace Steffi.Analyzer.Conformance;

/// <summary>A stream's fingerprint as ja4's own tools give it.</summary>
internal sealed record Ja4Record(FlowEnds Ends, string Ja4, string? Sni)
{
    /// <summary>The Python tool's list: streams over TCP.</summary>
    public static IEnumerable<Ja4Record> ParseJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        foreach (var stream in document.RootElement.EnumerateArray().ToList())
            if (Text(stream, "JA4.1") is { } ja4)
                yield return new Ja4Record(Of(Text(stream, "src")!, Text(stream, "srcport")!, Text(stream, "dst")!, Text(stream, "dstport")!, ja4), ja4, Text(stream, "domain"));
    }

    /// <summary>The Rust tool's snapshot: flat maps in a YAML list, behind a header.</summary>
    public static IEnumerable<Ja4Record> ParseSnapshot(string text)
    {
        Dictionary<string, string> stream = [];
        foreach (var line in text.Split('\n').Append("- "))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                if (stream.TryGetValue("ja4", out var ja4))
                    yield return new Ja4Record(Of(stream["src"], stream["src_port"], stream["dst"], stream["dst_port"], ja4), ja4, stream.GetValueOrDefault("tls_server_name"));
                stream = [];
            }
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            // Deeper maps are of siblings of JA4.
            if (colon > 2 && line[..2] is "- " or "  " && line[2] != ' ')
                stream[line[2..colon]] = line[(colon + 2)..].Trim('"', '\'');
        }
    }

    private static FlowEnds Of(string source, string sourcePort, string destination, string destinationPort, string ja4) => FlowEnds.Of(
        ja4[0] == 't' ? "TCP" : "UDP", source, int.Parse(sourcePort, CultureInfo.InvariantCulture), destination, int.Parse(destinationPort, CultureInfo.InvariantCulture), out _);

    private static string? Text(JsonElement stream, string name) => stream.TryGetProperty(name, out var value) ? value.ToString() : null;
}
