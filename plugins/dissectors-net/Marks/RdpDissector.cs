using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RDP: its connection request, with a cookie or with the security that is asked for; hands over to TLS where both agree on it.</summary>
/// <remarks>Source: MS-RDPBCGR, 2.2.1.1 and 5.4.5.</remarks>
public sealed class RdpDissector() : FlowDissector("RDP", DissectorCarriers.Tcp, 3389)
{
    private const int HeaderLength = 11; // TPKT, then a connection request or confirmation of X.224.
    private const byte Confirmation = 0xd0;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var payload = input.Payload;
        if (payload.Length < HeaderLength)
            return payload is [3, 0, 0, ..] or [3, 0] or [3] or [] && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
        int length = LengthOf(payload), opposite = LengthOf(input.Opposite);
        if (length > payload.Length && !input.IsTruncated)
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.More;
        if (length == 0 || length > payload.Length)
            return Verdict.NotMine;
        var request = payload[HeaderLength..length];
        bool isSure = input.IsConfirmed || request.StartsWith("Cookie: mstshash="u8) || request.StartsWith("Cookie: msts="u8) || TryNegotiation(request, out _)
            || request.IsEmpty && OnPort(input);
        if (!isSure)
            return Verdict.NotMine;
        if (request.StartsWith("Cookie: "u8) && request.IndexOf((byte)'\r') is > 8 and var end)
            fields.Set("RDP", "Cookie", PayloadText.Of(request[8..end], 255));
        // Both must have spoken, and the server have chosen anything but RDP's own security.
        if (opposite == 0 || opposite > input.Opposite.Length)
            return Verdict.Confirmed;
        var answer = payload[5] == Confirmation ? payload[..length] : input.Opposite[..opposite];
        if (!TryNegotiation(answer[HeaderLength..], out int chosen) || chosen == 0)
            return Verdict.Done;
        (input.InnerPayload, input.InnerOpposite) = (length, opposite);
        return Verdict.Carries;
    }

    private static int LengthOf(ReadOnlySpan<byte> stream) =>
        stream is [3, 0, 0, >= HeaderLength and var length, _, 0xe0 or Confirmation, ..] ? length : 0;

    private static bool TryNegotiation(ReadOnlySpan<byte> body, out int protocols)
    {
        bool has = body.Length >= 8 && body[^8] is 1 or 2 or 3 && body[^6] == 8 && body[^5] == 0;
        protocols = has ? body[^4] : 0;
        return has;
    }
}
