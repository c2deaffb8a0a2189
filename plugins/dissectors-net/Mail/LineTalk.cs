using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What the old protocols of lines have in common: a server that greets, and a client that may ask for TLS.</summary>
internal static class LineTalk
{
    /// <summary>The first line of a direction; empty while there is none.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> stream)
    {
        var reader = new PayloadReader(stream);
        return reader.TryLine(out var line) ? line : default;
    }

    public static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(line[..word.Length], word);

    public static bool Contains(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        for (int at = 0; at + word.Length <= line.Length; at++)
            if (System.Text.Ascii.EqualsIgnoreCase(line.Slice(at, word.Length), word))
                return true;
        return false;
    }

    /// <summary>The last line, when nothing follows it; empty else.</summary>
    public static ReadOnlySpan<byte> LastLine(ReadOnlySpan<byte> stream)
    {
        if (stream is not [.., (byte)'\n'])
            return default;
        var line = stream[..^1];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
