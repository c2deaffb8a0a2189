using System.Buffers.Text;
using System.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Where a message of HTTP/1 ends.</summary>
/// <remarks>Source: RFC 9112, 6 and 7.1.</remarks>
internal static class HttpBody
{
    /// <summary>Only the end of the connection ends it, or it is longer than what is looked at.</summary>
    public const int Endless = int.MaxValue;

    /// <summary>The end is not there yet.</summary>
    public const int Open = -1;

    /// <summary>What a classifier keeps of one direction, unless it is told otherwise.</summary>
    private const int Longest = 32 * 1024;

    /// <param name="stream">Of one direction.</param>
    /// <param name="at">Where the body begins.</param>
    /// <param name="head">Whole.</param>
    /// <param name="untilClose">What a head that names no length means.</param>
    /// <returns>Where the next message begins, maybe behind what there is; <see cref="Endless"/> or <see cref="Open"/>.</returns>
    public static int EndOf(ReadOnlySpan<byte> stream, int at, in HttpHead head, bool untilClose)
    {
        var coding = head.Field("Transfer-Encoding"u8);
        if (coding.Length >= 7 && Ascii.EqualsIgnoreCase(coding[^7..], "chunked"u8))
            return EndOfChunks(stream, at);
        var length = head.Field("Content-Length"u8);
        if (length.IsEmpty)
            return untilClose ? Endless : at;
        return Utf8Parser.TryParse(length, out long bytes, out int digits) && digits == length.Length && bytes >= 0 && bytes <= Longest - at ? at + (int)bytes : Endless;
    }

    private static int EndOfChunks(ReadOnlySpan<byte> stream, int at)
    {
        while (true)
        {
            var reader = new PayloadReader(stream[at..]);
            if (!reader.TryLine(out var line))
                return Open;
            if (!Utf8Parser.TryParse(line, out int size, out int digits, 'x') || digits == 0 || size < 0 || size > Longest - at)
                return Endless;
            at += reader.Position;
            if (size == 0)
                return EndOfTrailer(stream, at);
            // Its end of line belongs to the chunk.
            at += size + 2;
            if (at > stream.Length)
                return Open;
        }
    }

    private static int EndOfTrailer(ReadOnlySpan<byte> stream, int at)
    {
        var reader = new PayloadReader(stream[at..]);
        while (reader.TryLine(out var line))
            if (line.IsEmpty)
                return at + reader.Position;
        return Open;
    }
}
