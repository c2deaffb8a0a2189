using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Steffi.Analyzer.Conformance;

/// <summary>A log of Zeek: rows by column, what is unset left out.</summary>
internal sealed class ZeekLog
{
    private ZeekLog(IReadOnlyList<Row> rows) => Rows = rows;

    public IReadOnlyList<Row> Rows { get; }

    /// <param name="text">With Zeek's header, (a .cut) with the names of chosen columns as first line, or an object of JSON a line.</param>
    /// <exception cref="FormatException">A line has more or fewer cells than there are columns, or is no JSON.</exception>
    public static ZeekLog Parse(string text)
    {
        var rows = new List<Row>();
        string[]? names = null;
        int number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.StartsWith("#fields\t", StringComparison.Ordinal))
                names = line.Split('\t')[1..];
            else if (line.StartsWith('{'))
                rows.Add(OfJson(line));
            else if (line.Length > 0 && line[0] != '#')
            {
                var cells = line.Split('\t');
                if (names is null)
                    names = cells;
                else if (cells.Length == names.Length)
                    rows.Add(new Row(names.Zip(cells).Where(pair => pair.Second is not ("-" or "(empty)")).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => Unescape(pair.Second))));
                else
                    throw new FormatException($"line {number}: {cells.Length} cells for {names.Length} columns");
            }
        }
        return new ZeekLog(rows);
    }

    private static Row OfJson(string line)
    {
        using var document = JsonDocument.Parse(line);
        return new Row(document.RootElement.EnumerateObject().DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => Cell(field.Value)));
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "T",
        JsonValueKind.False => "F",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Cell)),
        _ => value.ToString(),
    };

    // Zeek writes bytes that are not printable as \xNN.
    private static string Unescape(string text)
    {
        if (!text.Contains("\\x", StringComparison.Ordinal))
            return text;
        var bytes = new List<byte>();
        var source = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < source.Length; i++)
            if (source[i] == '\\' && i + 3 < source.Length && source[i + 1] == 'x' && byte.TryParse(source.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                i += 3;
            }
            else
                bytes.Add(source[i]);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>A row's cells that are set.</summary>
    internal sealed class Row(Dictionary<string, string> cells)
    {
        public string? this[string column] => cells.GetValueOrDefault(column);

        public long Number(string column) => long.TryParse(this[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : 0;

        /// <summary>Where the row names both ends.</summary>
        /// <param name="protocol">Where the log is of one; else its own column.</param>
        public FlowEnds? Ends(string? protocol, out bool swapped)
        {
            swapped = false;
            return this["id.orig_h"] is { } a && this["id.resp_h"] is { } b && (protocol ?? this["proto"])?.ToUpperInvariant() is "TCP" or "UDP" or ""
                ? FlowEnds.Of((protocol ?? this["proto"])!.ToUpperInvariant(), a, (int)Number("id.orig_p"), b, (int)Number("id.resp_p"), out swapped)
                : null;
        }
    }
}
