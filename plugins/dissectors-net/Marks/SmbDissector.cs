using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SMB 1 to 3, after a NetBIOS session or directly.</summary>
/// <remarks>Source: MS-SMB 2.2.3, MS-SMB2 2.2.1, RFC 1002, 4.3.</remarks>
public sealed class SmbDissector() : MarkDissector("SMB", DissectorCarriers.Tcp, 445, 139)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        // A session request goes before on port 139.
        if (payload is [0x81, 0, 0, var length, ..] && OnPort(input))
            return payload.Length <= 4 + length ? Verdict.More : Session(payload[(4 + length)..]);
        // The positive answer to it.
        return payload is [0x82, 0, 0, 0] && OnPort(input) ? Verdict.More : Session(payload.StartsWith((ReadOnlySpan<byte>)[0x82, 0, 0, 0]) ? payload[4..] : payload);
    }

    private static Verdict Session(ReadOnlySpan<byte> message) =>
        message is [0, _, _, _, 0xff or 0xfe or 0xfd, (byte)'S', (byte)'M', (byte)'B', ..] ? Verdict.Done
        : message.Length < 8 && message is [] or [0, ..] && message.Length < 8 ? Verdict.More : Verdict.NotMine;
}
