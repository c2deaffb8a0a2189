using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>STUN and TURN. What else comes on the same port or within it (DTLS, RTP) names the flow, once it comes.</summary>
/// <remarks>Source: RFC 8489, RFC 8656 for TURN, RFC 7983.</remarks>
public sealed class StunDissector() : FlowDissector("STUN", DissectorCarriers.Udp | DissectorCarriers.Tcp, 3478, 5349, 19302)
{
    private const int Software = 0x8022, Data = 0x0013, ChannelHeader = 4;
    private const int SendIndication = 0x16, DataIndication = 0x17;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (input.Carrier == DissectorCarriers.Tcp)
            return InStream(input);
        bool onPort = input.SourcePort == 3478 || input.DestinationPort == 3478;
        // The number of a channel and a length are not much of a mark.
        if ((input.IsConfirmed || onPort) && input.Payload is [>= 0x40 and <= 0x4f, _, var high, var low, ..] && (high << 8 | low) is var inner && inner <= input.Payload.Length - ChannelHeader)
        {
            (input.InnerPayload, input.InnerEnd) = (ChannelHeader, ChannelHeader + inner);
            return Verdict.Carries;
        }
        if (!StunHeader.IsOne(input.Payload) && !(onPort && StunHeader.IsOld(input.Payload)))
            return Verdict.NotMine;
        input.InnerPayload = input.Payload.Length;
        var reader = new PayloadReader(input.Payload);
        reader.Skip(StunHeader.Length);
        while (reader.Left >= 4)
        {
            int type = reader.UInt16(), length = reader.UInt16(), start = reader.Position;
            var value = reader.Bytes(length);
            reader.Skip(-length & 3);
            if (type == Software && !value.IsEmpty)
                fields.Set("STUN", "Software", PayloadText.Of(value.TrimEnd((byte)0), 255));
            // What the relay passes on without a channel.
            else if (type == Data && !value.IsEmpty && input.Payload[0] == 0 && input.Payload[1] is SendIndication or DataIndication)
                (input.InnerPayload, input.InnerEnd) = (start, start + length);
        }
        return Verdict.Carries;
    }

    // Between the two of a call each packet goes behind its length (RFC 4571).
    private static Verdict InStream(in DissectorInput input)
    {
        var framed = input.Payload[Math.Min(input.Payload.Length, 2)..];
        bool isPlain = StunHeader.Begins(input.Payload), isFramed = StunHeader.Begins(framed) && (framed.Length < 4 || StunHeader.Length + StunHeader.LengthIn(framed) == (input.Payload[0] << 8 | input.Payload[1]));
        return isPlain && input.Payload.Length >= StunHeader.Length || isFramed && framed.Length >= StunHeader.Length ? Verdict.Done
            : (isPlain || isFramed || framed.IsEmpty) && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
    }
}
