using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>NetFlow 5 and 9.</summary>
/// <remarks>Source: Cisco, NetFlow Export Datagram Format; RFC 3954.</remarks>
public sealed class NetFlowDissector() : MarkDissector("NetFlow", DissectorCarriers.Udp, 2055, 9995, 9996)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 24 || payload[0] != 0)
            return Verdict.NotMine;
        int count = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
        return If(payload[1] == 5 && count is > 0 and <= 30 && payload.Length == 24 + 48 * count
            || payload[1] == 9 && count is > 0 and < 256 && (payload[20..] is [0, 0 or 1, ..] or [1, ..]) && BinaryPrimitives.ReadUInt16BigEndian(payload[22..]) is >= 8 and var length && length <= payload.Length - 20);
    }
}
