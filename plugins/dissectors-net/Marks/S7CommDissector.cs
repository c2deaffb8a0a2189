using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>S7 communication, over ISO on TCP.</summary>
/// <remarks>Source: RFC 1006; Wireshark's description of the protocol.</remarks>
public sealed class S7CommDissector() : MarkDissector("S7Comm", DissectorCarriers.Tcp, 102)
{
    private const int HeaderLength = 9;

    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        // The connection's request or confirmation goes before.
        if (payload is [3, 0, _, var length, _, 0xe0 or 0xd0, ..] && OnPort(input))
            payload = payload[Math.Min((int)length, payload.Length)..];
        return payload.Length < HeaderLength ? payload is [] or [3] or [3, 0, ..] && OnPort(input) ? Verdict.More : Verdict.NotMine
            : If(payload is [3, 0, _, _, 2, 0xf0, _, 0x32, 1 or 2 or 3 or 7, ..]);
    }
}
