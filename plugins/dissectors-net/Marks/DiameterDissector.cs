using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Diameter.</summary>
/// <remarks>Source: RFC 6733, 3.</remarks>
public sealed class DiameterDissector() : MarkDissector("Diameter", DissectorCarriers.Tcp | DissectorCarriers.Sctp, 3868)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 20)
            return payload[0] == 1 && OnPort(input) ? Verdict.More : Verdict.NotMine;
        int length = payload[1] << 16 | payload[2] << 8 | payload[3];
        return If(payload[0] == 1 && length % 4 == 0 && length is >= 20 and < 1 << 16 && (payload[4] & 0x0f) == 0 && payload[5] == 0 && (OnPort(input) || length == payload.Length && payload[6] == 1));
    }
}
