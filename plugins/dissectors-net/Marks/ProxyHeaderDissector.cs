using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The PROXY protocol, versions 1 and 2: whom a balancer speaks for; hands over to what follows.</summary>
/// <remarks>Source: HAProxy, The PROXY protocol, versions 1 and 2.</remarks>
public sealed class ProxyHeaderDissector() : FlowDissector("PROXY", DissectorCarriers.Tcp)
{
    private const int LongestLine = 107;

    private static ReadOnlySpan<byte> Signature => [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var payload = input.Payload;
        if (payload.StartsWith("PROXY "u8))
        {
            int end = payload[..Math.Min(payload.Length, LongestLine)].IndexOf((byte)'\n');
            if (end < 0)
                return payload.Length < LongestLine && !input.IsTruncated ? Verdict.More : Verdict.NotMine;
            fields.Set("PROXY", "Line", PayloadText.Of(payload[..end].TrimEnd((byte)'\r')));
            input.InnerPayload = end + 1;
            return Verdict.Carries;
        }
        if (!payload.StartsWith(Signature))
            return "PROXY "u8.StartsWith(payload) || Signature.StartsWith(payload) ? Verdict.More : Verdict.NotMine;
        if (payload.Length < 16)
            return input.IsTruncated ? Verdict.NotMine : Verdict.More;
        input.InnerPayload = 16 + (payload[14] << 8 | payload[15]);
        return payload[12] >> 4 == 2 ? Verdict.Carries : Verdict.NotMine;
    }
}
