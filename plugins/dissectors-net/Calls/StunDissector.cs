using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>STUN and TURN. What else comes on the same port (DTLS, RTP) names the flow, once it comes.</summary>
/// <remarks>Source: RFC 8489, RFC 7983.</remarks>
public sealed class StunDissector() : FlowDissector("STUN", DissectorCarriers.Udp | DissectorCarriers.Tcp, 3478, 5349, 19302)
{
    private const int Software = 0x8022;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool onPort = input.SourcePort == 3478 || input.DestinationPort == 3478;
        // Between the two of a call each packet goes behind its length (RFC 4571).
        if (input.Carrier == DissectorCarriers.Tcp && input.Payload is [var high, var low, .. var framed] && StunHeader.IsOne(framed) && (high << 8 | low) <= framed.Length)
            return Verdict.Done;
        if (!StunHeader.IsOne(input.Payload) && !(onPort && input.Carrier == DissectorCarriers.Udp && StunHeader.IsOld(input.Payload)))
            return Verdict.NotMine;
        var reader = new PayloadReader(input.Payload);
        reader.Skip(StunHeader.Length);
        while (reader.Left >= 4)
        {
            int type = reader.UInt16(), length = reader.UInt16();
            var value = reader.Bytes(length);
            reader.Skip(-length & 3);
            if (type == Software && !value.IsEmpty)
                fields.Set("STUN", "Software", PayloadText.Of(value, 255));
        }
        return input.Carrier == DissectorCarriers.Udp ? Verdict.Carries : Verdict.Done;
    }
}
