using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>GTP, control and user part.</summary>
/// <remarks>Source: 3GPP TS 29.060, 6; TS 29.274, 5.1.</remarks>
public sealed class GtpDissector() : MarkDissector("GTP", DissectorCarriers.Udp, 2123, 2152, 3386)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 8)
            return Verdict.NotMine;
        int version = payload[0] >> 5, length = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        return If(version == 1 && (payload[0] & 0x10) != 0 && length + 8 == payload.Length || version == 2 && length + 4 == payload.Length || version == 0 && length + 20 == payload.Length || version is 0 or 1 && (payload[0] & 0x10) == 0 && length + 6 == payload.Length);
    }
}
