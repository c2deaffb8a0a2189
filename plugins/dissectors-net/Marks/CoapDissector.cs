using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>CoAP.</summary>
/// <remarks>Source: RFC 7252, 3.</remarks>
public sealed class CoapDissector() : MarkDissector("CoAP", DissectorCarriers.Udp, 5683)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 4 || payload[0] >> 6 != 1 || (payload[0] & 15) > 8 || payload.Length < 4 + (payload[0] & 15))
            return Verdict.NotMine;
        int group = payload[1] >> 5, detail = payload[1] & 31;
        return If(group == 0 && detail <= 7 || group is 2 or 4 or 5 && detail < 16);
    }
}
