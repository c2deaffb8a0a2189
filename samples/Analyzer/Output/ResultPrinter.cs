using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>How a result is shown.</summary>
internal enum OutputFormat
{
    /// <summary>One indented document.</summary>
    Json,

    /// <summary>One item a line.</summary>
    Jsonl,

    Table,

    /// <summary>Flows as columns, for what analyses data.</summary>
    Parquet,

    /// <summary>The packets that flows kept.</summary>
    Pcap,
}

/// <summary>Writes results to standard output.</summary>
internal static class ResultPrinter
{
    public static void Print(JsonElement result, OutputFormat format)
    {
        if (format == OutputFormat.Table)
        {
            ResultTable.Print(result);
            return;
        }
        using var output = new BufferedStream(new StandardOutput(), 1 << 16);
        if (format == OutputFormat.Json)
            WriteLine(output, result, JsonText.Pretty);
        else if (result.ValueKind == JsonValueKind.Array)
            foreach (var item in result.EnumerateArray())
                WriteLine(output, item, JsonText.Compact);
        else if (result.ValueKind != JsonValueKind.Null)
            WriteLine(output, result, JsonText.Compact);
    }

    private static void WriteLine(Stream output, JsonElement value, JsonWriterOptions options)
    {
        using (var writer = new Utf8JsonWriter(output, options))
            value.WriteTo(writer);
        output.WriteByte((byte)'\n');
    }
}
