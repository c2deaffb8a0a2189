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

    /// <summary>Looks for the word that asks for TLS, and for what says yes to it.</summary>
    /// <param name="client">All the client said.</param>
    /// <param name="server">All the server said.</param>
    /// <param name="asks">Whether a line of the client's asks.</param>
    /// <param name="agrees">Whether a line of the server's agrees; the one after it would be TLS.</param>
    /// <param name="clientEnd">Behind the question.</param>
    /// <param name="serverEnd">Behind the answer.</param>
    public static bool TryHandOver(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, LineTest asks, LineTest agrees, out int clientEnd, out int serverEnd)
    {
        clientEnd = serverEnd = 0;
        if (!TryFind(client, asks, 0, out clientEnd, out int lines))
            return false;
        // The answer comes after as many lines as there were questions, at the least.
        return TryFind(server, agrees, lines, out serverEnd, out _);
    }

    private static bool TryFind(ReadOnlySpan<byte> stream, LineTest test, int skip, out int end, out int lines)
    {
        var reader = new PayloadReader(stream);
        lines = 0;
        while (reader.TryLine(out var line))
        {
            if (lines >= skip && test(line))
            {
                end = reader.Position;
                return true;
            }
            lines++;
        }
        end = 0;
        return false;
    }

    public delegate bool LineTest(ReadOnlySpan<byte> line);
}
