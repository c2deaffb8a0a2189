using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>XMPP: the stream that begins a connection.</summary>
/// <remarks>Source: RFC 6120, 4.</remarks>
public sealed class XmppDissector() : MarkDissector("XMPP", DissectorCarriers.Tcp, 5222, 5269)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var start = input.Payload[..Math.Min(input.Payload.Length, 256)];
        return start[0] != '<' ? Verdict.NotMine
            : start.IndexOf("<stream:stream"u8) >= 0 ? Verdict.Done
            : input.Payload.Length < 32 && "<?xml version='1.0'?><stream:stream"u8.StartsWith(start[..Math.Min(start.Length, 6)]) ? Verdict.More : Verdict.NotMine;
    }
}
