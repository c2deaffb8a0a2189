using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>XMPP: the stream that begins a connection; hands over to TLS after starttls.</summary>
/// <remarks>Source: RFC 6120, 4 and 5.</remarks>
public sealed class XmppDissector() : TextDissector("XMPP", 5222, 5269)
{
    private const int LongestProlog = 256;

    private protected override Verdict Recognise(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, in DissectorInput input, FlowFields fields) =>
        Begins(client) is var asked && asked != Verdict.NotMine ? asked : Begins(server);

    private static Verdict Begins(ReadOnlySpan<byte> stream)
    {
        var start = stream[..Math.Min(stream.Length, LongestProlog)];
        if (start is not [(byte)'<', ..])
            return Verdict.NotMine;
        return start.IndexOf("<stream:stream"u8) >= 0 ? Verdict.Confirmed
            : start.Length < LongestProlog && ("<?xml "u8.StartsWith(start) || "<stream:stream"u8.StartsWith(start) || start.StartsWith("<?xml "u8)) ? Verdict.More : Verdict.NotMine;
    }
}
