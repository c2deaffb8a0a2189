using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The first line and the header of a SIP message, as it lies in the payload.</summary>
/// <remarks>Source: RFC 3261, 7. RTSP has the same form.</remarks>
internal readonly ref struct SipMessage
{
    private const int MostJunkLines = 4;

    /// <summary>Of a request; empty for an answer.</summary>
    public ReadOnlySpan<byte> Method { get; private init; }

    /// <summary>Of an answer; 0 for a request.</summary>
    public int Status { get; private init; }

    public HeaderLines Fields { get; private init; }

    /// <summary>From the first line of the header on.</summary>
    private ReadOnlySpan<byte> Header { get; init; }

    /// <param name="text">From the message's first byte on; lines that are no SIP may go before.</param>
    /// <param name="version">"SIP/2.0".</param>
    /// <param name="message">As far as it is there.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> version, out SipMessage message)
    {
        message = default;
        var reader = new PayloadReader(text);
        for (int i = 0; i < MostJunkLines && reader.TryLine(out var line); i++)
        {
            line = line.TrimEnd(" \t"u8);
            if (LineTalk.StartsWith(line, version) && line.Length >= version.Length + 4 && line[version.Length] == ' ')
            {
                if (!System.Buffers.Text.Utf8Parser.TryParse(line[(version.Length + 1)..], out int status, out int digits) || digits != 3)
                    return false;
                message = new SipMessage { Status = status, Header = reader.Rest, Fields = new HeaderLines(reader.Rest) };
                return true;
            }
            if (line.Length > version.Length && System.Text.Ascii.EqualsIgnoreCase(line[^version.Length..], version) && line[^(version.Length + 1)] == ' ' && line.IndexOf((byte)' ') is > 0 and < 20 and var end && IsMethod(line[..end]))
            {
                message = new SipMessage { Method = line[..end], Header = reader.Rest, Fields = new HeaderLines(reader.Rest) };
                return true;
            }
        }
        return false;
    }

    /// <summary>Where the next message of a stream begins, maybe behind what is there; -1 while the header is not whole.</summary>
    /// <param name="text">What was read.</param>
    public int EndIn(ReadOnlySpan<byte> text)
    {
        var reader = new PayloadReader(Header);
        while (reader.TryLine(out var line))
            if (line.IsEmpty)
                return text.Length - reader.Left
                    + (System.Buffers.Text.Utf8Parser.TryParse(Fields.First("Content-Length"u8, "l"u8), out int body, out _) && body is > 0 and < 1 << 20 ? body : 0);
        return -1;
    }

    /// <summary>Who talks to whom, as the header says it.</summary>
    public void WriteAddresses(MetadataBuilder facts)
    {
        Write(facts, "From", WithoutParameters(Fields.First("From"u8, "f"u8)));
        Write(facts, "To", WithoutParameters(Fields.First("To"u8, "t"u8)));
        Write(facts, "CallID", Fields.First("Call-ID"u8, "i"u8));
    }

    // The tag tells dialogs apart, not people.
    private static ReadOnlySpan<byte> WithoutParameters(ReadOnlySpan<byte> address)
    {
        int closed = address.LastIndexOf((byte)'>');
        int end = address[Math.Max(closed, 0)..].IndexOf((byte)';');
        return end < 0 ? address : address[..(Math.Max(closed, 0) + end)];
    }

    private static void Write(MetadataBuilder facts, string key, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
            facts[key] = HeaderLines.Text(value, 255);
    }

    private static bool IsMethod(ReadOnlySpan<byte> word) => word.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') is -1 || word.SequenceEqual("M-SEARCH"u8) || word.IndexOf((byte)'_') > 0;
}
