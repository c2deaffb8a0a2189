using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>LDAP, over TCP and connectionless; hands over to TLS after StartTLS.</summary>
/// <remarks>Source: RFC 4511, 4 and 4.14.</remarks>
public sealed class LdapDissector() : FlowDissector("LDAP", DissectorCarriers.Tcp | DissectorCarriers.Udp, 389, 3268)
{
    private const int LongestStart = 64;
    private const byte BindRequest = 0x60, SearchRequest = 0x63, ExtendedRequest = 0x77, ExtendedResponse = 0x78;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool mayCome = !input.IsTruncated && input.Carrier == DissectorCarriers.Tcp && input.Payload is [] or [BasicEncoding.Sequence, ..];
        if (!TryOperation(input.Payload, out byte operation, out int end))
            return mayCome && input.Payload.Length < LongestStart ? Verdict.More : Verdict.NotMine;
        if (operation == ExtendedRequest && mayCome && input.Payload.Length < Math.Min(end, LongestStart))
            return Verdict.More;
        if (operation != ExtendedResponse)
            return AsksForTls(input.Payload, operation) ? Verdict.Confirmed
                : operation is BindRequest or SearchRequest || OnPort(input) ? Verdict.Done : Verdict.NotMine;
        if (!TryOperation(input.Opposite, out byte asked, out int endOfQuestion) || !AsksForTls(input.Opposite, asked))
            return OnPort(input) ? Verdict.Done : Verdict.NotMine;
        (input.InnerPayload, input.InnerOpposite) = (end, endOfQuestion);
        return Verdict.Carries;
    }

    private static bool TryOperation(ReadOnlySpan<byte> message, out byte operation, out int end)
    {
        operation = 0;
        end = 0;
        var reader = new PayloadReader(message);
        if (!BasicEncoding.TryOpen(ref reader, BasicEncoding.Sequence, out int length))
            return false;
        end = reader.Position + length;
        if (!BasicEncoding.TryInteger(ref reader, out _) || length < 5)
            return false;
        operation = reader.Byte();
        return operation is >= 0x60 and <= 0x79 or 0x42 or 0x4a or 0x50;
    }

    private static bool AsksForTls(ReadOnlySpan<byte> message, byte operation) =>
        operation == ExtendedRequest && message[..Math.Min(message.Length, LongestStart)].IndexOf("1.3.6.1.4.1.1466.20037"u8) > 0;
}
