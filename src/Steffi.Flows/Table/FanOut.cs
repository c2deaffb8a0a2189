using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>A hash of a frame's outermost addresses that is the same in both directions, and for every fragment of a datagram.</summary>
/// <remarks>Ports are left out: fragments do not have them, and VXLAN's source port changes with what is inside.</remarks>
internal static class FanOut
{
    public static uint Hash(in Frame frame)
    {
        var bytes = frame.Bytes;
        int at = frame.LinkType switch
        {
            LinkType.Ethernet => 14,
            LinkType.LinuxCooked => 16,
            LinkType.LinuxCooked2 => 20,
            LinkType.Null or LinkType.Loop => 4,
            _ => 0,
        };
        if (frame.LinkType == LinkType.Ethernet)
        {
            if (bytes.Length < 14)
                return 0;
            int type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
            for (; type is 0x8100 or 0x88A8 or 0x9100 && at + 4 <= bytes.Length; at += 4)
                type = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (type is not (0x0800 or 0x86DD))
                return Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16, (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]) << 16 | BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]));
        }
        if (at + 20 <= bytes.Length && bytes[at] >> 4 == 4)
            return Mix(BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 12)..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 16)..]));
        if (at + 40 <= bytes.Length && bytes[at] >> 4 == 6)
            return Mix(
                BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 8)..]) * 3 ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 16)..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 24)..]) * 3 ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 32)..]));
        return 0;
    }

    private static uint Mix(ulong left, ulong right) =>
        (uint)(FlowKey.Fold(left ^ right ^ 0x9E3779B97F4A7C15, left + right ^ 0xE7037ED1A0B428DB) >> 16);
}
