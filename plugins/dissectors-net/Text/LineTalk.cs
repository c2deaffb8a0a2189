using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Words at the beginning of lines, in either case.</summary>
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
}
