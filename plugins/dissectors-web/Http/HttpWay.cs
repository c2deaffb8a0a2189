using System.Buffers.Text;
using System.Text;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>How far one direction of an HTTP/1 connection has been read: heads one after the other, past the bodies between them.</summary>
/// <remarks>Source: RFC 9112, 6 and 7.1.</remarks>
internal struct HttpWay
{
    private Inside inside;

    private enum Inside
    {
        Nothing, // A head begins where At says.
        Chunks,
        Trailer,
        Unknown, // A gap took a head with it.
    }

    /// <summary>Where the next head, chunk or line begins in what is left; maybe behind what there is.</summary>
    public int At { get; set; }

    /// <summary>Whether it is known that no further message will be read.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Messages whose head is whole; those that were lost count.</summary>
    public int Whole { get; set; }

    /// <summary>Whether a head may begin where <see cref="At"/> says now.</summary>
    /// <param name="stream">What is left of the direction.</param>
    /// <param name="ofRequests">Whether requests are looked for, or answers, where a gap took the last head with it.</param>
    public bool TryFindHead(ReadOnlySpan<byte> stream, bool ofRequests)
    {
        while (!HasEnded && At < stream.Length)
        {
            if (inside == Inside.Nothing)
                return true;
            var reader = new PayloadReader(stream[At..]);
            if (!reader.TryLine(out var line))
                return false;
            if (inside == Inside.Unknown && IsStartLine(line, ofRequests))
                inside = Inside.Nothing;
            else
                Pass(line, reader.Position);
        }
        return false;
    }

    /// <summary>Goes past a head that is whole, and past its body as far as that tells its length.</summary>
    /// <param name="head">The head.</param>
    /// <param name="body">Where its body begins.</param>
    /// <param name="hasBody">False when there is none whatever the head says.</param>
    /// <param name="untilClose">What a head that names no length means.</param>
    public void Enter(in HttpHead head, int body, bool hasBody, bool untilClose)
    {
        Whole++;
        At = body;
        if (!hasBody)
            return;
        var coding = head.Fields.Last("Transfer-Encoding"u8);
        var length = head.Fields.First("Content-Length"u8);
        if (coding.Length >= 7 && Ascii.EqualsIgnoreCase(coding[^7..], "chunked"u8))
            inside = Inside.Chunks;
        else if (length.IsEmpty)
            HasEnded = untilClose;
        else if (Utf8Parser.TryParse(length, out int bytes, out int digits) && digits == length.Length && bytes >= 0)
            Move(bytes);
        else
            HasEnded = true;
    }

    /// <summary>Leaves out what the capture has not. Within a body it does not matter; else the next start line is looked for.</summary>
    /// <param name="bytes">From what was left on.</param>
    /// <param name="next">The number of the next message, where a head was lost.</param>
    public void Skip(int bytes, int next)
    {
        bool isInBody = At >= bytes;
        At = isInBody ? At - bytes : 0;
        if (!isInBody && !HasEnded)
            (Whole, inside) = (next, Inside.Unknown);
    }

    /// <summary>Leaves what was read.</summary>
    /// <returns>How much that was.</returns>
    public int Take(int length)
    {
        int taken = Math.Min(At, length);
        At -= taken;
        return HasEnded ? length : taken;
    }

    private static bool IsStartLine(ReadOnlySpan<byte> line, bool ofRequests) =>
        ofRequests ? HttpRequestLine.TryRead(line, out _, out _) && line.IndexOf(" HTTP/"u8) > 0 : HttpStatusLine.TryRead(line, out _);

    private void Pass(ReadOnlySpan<byte> line, int length)
    {
        Move(length);
        if (inside == Inside.Trailer && line.IsEmpty)
            inside = Inside.Nothing;
        if (inside != Inside.Chunks)
            return;
        if (!Utf8Parser.TryParse(line, out int size, out int digits, 'x') || digits == 0 || size < 0)
            HasEnded = true;
        else if (size == 0)
            inside = Inside.Trailer;
        else
            // Its end of line belongs to the chunk.
            Move(size + 2L);
    }

    private void Move(long bytes) => At = (int)Math.Min(At + bytes, int.MaxValue);
}
