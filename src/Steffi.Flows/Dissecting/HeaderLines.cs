namespace Steffi.Flows;

/// <summary>The header of a text protocol's message: a name and a value a line, which may go on in lines that begin with a space or tab.</summary>
/// <param name="lines">From the first on; it ends at an empty line, or where the bytes do.</param>
/// <remarks>Source: RFC 9112, 5; RFC 3261, 7.3. Names in any case.</remarks>
public readonly ref struct HeaderLines(ReadOnlySpan<byte> lines)
{
    private readonly ReadOnlySpan<byte> _lines = lines;

    /// <summary>A field's value, the first when there are several; empty when it is not there. It may hold line ends: <see cref="Text"/>.</summary>
    /// <param name="name">As it is defined.</param>
    /// <param name="shortName">SIP's other one; empty without.</param>
    public ReadOnlySpan<byte> First(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> shortName = default)
    {
        var reader = new PayloadReader(_lines);
        return Next(ref reader, name, shortName);
    }

    /// <summary>The last value of several, the one that counts for codings; else as <see cref="First"/>.</summary>
    public ReadOnlySpan<byte> Last(scoped ReadOnlySpan<byte> name)
    {
        var reader = new PayloadReader(_lines);
        ReadOnlySpan<byte> last = default;
        while (Next(ref reader, name, default) is { IsEmpty: false } value)
            last = value;
        return last;
    }

    /// <summary>A value as text, on one line.</summary>
    /// <param name="value">As found.</param>
    /// <param name="limit">Bytes that are taken at most.</param>
    public static string Text(ReadOnlySpan<byte> value, int limit = 1024)
    {
        value = value[..Math.Min(value.Length, limit)];
        if (!value.Contains((byte)'\n'))
            return PayloadText.Of(value, limit);
        var joined = new List<byte>(value.Length);
        var reader = new PayloadReader(value);
        while (reader.TryLine(out var line))
        {
            joined.AddRange(line.Trim(" \t"u8));
            joined.Add((byte)' ');
        }
        joined.AddRange(reader.Rest.Trim(" \t\r"u8));
        return PayloadText.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(joined), limit);
    }

    private ReadOnlySpan<byte> Next(scoped ref PayloadReader reader, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> shortName)
    {
        int start = reader.Position;
        while (reader.TryLine(out var line) && !line.IsEmpty)
        {
            int colon = line.IndexOf((byte)':');
            var key = line[..Math.Max(colon, 0)].TrimEnd(" \t"u8);
            bool isIt = colon > 0 && (System.Text.Ascii.EqualsIgnoreCase(key, name) || !shortName.IsEmpty && System.Text.Ascii.EqualsIgnoreCase(key, shortName));
            int end = start + line.Length;
            while (reader.Rest is [(byte)' ' or (byte)'\t', ..] && reader.Position is var next && reader.TryLine(out var more))
                end = next + more.Length;
            if (isIt && _lines[(start + colon + 1)..end].Trim(" \t\r\n"u8) is { IsEmpty: false } value)
                return value;
            start = reader.Position;
        }
        return default;
    }
}
