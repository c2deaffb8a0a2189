using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>A hash of a frame's outermost ends that is the same in both directions.</summary>
internal static class FanOut
{
    /// <param name="frame">Any bytes.</param>
    /// <param name="ports">Whether ports count, or the VNI of a tunnel for the source port that changes with what is inside. Fragments have neither.</param>
    public static uint Hash(in Frame frame, bool ports)
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
                return Mix(Mac(bytes), Mac(bytes[6..]), 0);
        }
        if (at + 20 <= bytes.Length && bytes[at] >> 4 == 4)
            return Version4(bytes[at..], ports);
        return at + 40 <= bytes.Length && bytes[at] >> 4 == 6 ? Version6(bytes[at..], ports) : 0;
    }

    private static uint Version4(ReadOnlySpan<byte> bytes, bool ports)
    {
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x3FFF) != 0;
        ulong more = ports && !isFragment ? Ports(bytes, (bytes[0] & 0xF) * 4, bytes[9]) : 0;
        return Mix(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), more);
    }

    private static uint Version6(ReadOnlySpan<byte> bytes, bool ports)
    {
        ulong source = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) * 3 ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        ulong destination = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]) * 3 ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]);
        return Mix(source, destination, ports ? Ports(bytes, 40, bytes[6]) : 0);
    }

    private static ulong Ports(ReadOnlySpan<byte> bytes, int at, byte protocol)
    {
        if (protocol is not (6 or 17) || at + 4 > bytes.Length)
            return 0;
        ulong source = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]), destination = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        if (protocol == 17 && destination is 4789 or 8472 or 4790 or 6081)
            return at + 16 <= bytes.Length ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 12)..]) >> 8 : 0;
        // Contrail's and RFC 7510's source ports tell flows apart, as they do in the table.
        return source + destination << 16 | source ^ destination;
    }

    private static ulong Mac(ReadOnlySpan<byte> bytes) => (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16 | BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);

    private static uint Mix(ulong left, ulong right, ulong more) =>
        (uint)(FlowKey.Fold(left ^ right ^ 0x9E3779B97F4A7C15, (left + right + more * 0x589965CC75374CC3) ^ 0xE7037ED1A0B428DB) >> 16);
}
