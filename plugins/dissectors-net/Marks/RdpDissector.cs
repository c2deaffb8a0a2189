using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RDP: its connection request, with a cookie or with the security that is asked for.</summary>
/// <remarks>Source: MS-RDPBCGR, 2.2.1.1.</remarks>
public sealed class RdpDissector() : MarkDissector("RDP", DissectorCarriers.Tcp, 3389)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 11)
            return payload is [3, 0, 0, ..] or [3, 0] or [3] ? Verdict.More : Verdict.NotMine;
        // TPKT, then a connection request or confirmation of X.224.
        if (payload is not [3, 0, 0, var length, _, 0xe0 or 0xd0, ..] || length < 11 || length > payload.Length)
            return Verdict.NotMine;
        var request = payload[11..length];
        return If(request.StartsWith("Cookie: mstshash="u8) || request.StartsWith("Cookie: msts="u8) || request.Length >= 8 && request[^8] is 1 or 2 or 3 && request[^6] == 8 && request[^5] == 0 || request.IsEmpty && OnPort(input));
    }
}
