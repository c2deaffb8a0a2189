using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IKE, versions 1 and 2, which set up IPsec.</summary>
/// <remarks>Source: RFC 7296, 3.1; RFC 3948, 2.2.</remarks>
public sealed class IkeDissector() : MarkDissector("IKE", DissectorCarriers.Udp, 500, 4500)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if ((input.SourcePort == 4500 || input.DestinationPort == 4500) && payload is [0, 0, 0, 0, ..])
            payload = payload[4..];
        if (payload.Length < 28 || payload[17] is not (0x10 or 0x20) || payload[..8].IndexOfAnyExcept((byte)0) < 0)
            return Verdict.NotMine;
        return If(BinaryPrimitives.ReadUInt32BigEndian(payload[24..]) is var length && (length == payload.Length || input.IsTruncated && length > payload.Length));
    }
}
