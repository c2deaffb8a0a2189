using System.Buffers.Binary;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The mark of STUN.</summary>
/// <remarks>Source: RFC 8489, 5.</remarks>
internal static class StunHeader
{
    public const int Length = 20;
    public const uint Cookie = 0x2112a442;

    public static bool IsOne(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && packet[0] < 4 && BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) == Cookie && HasLength(packet);

    /// <summary>The form of RFC 3489, which has no cookie: only the length and the few methods tell.</summary>
    public static bool IsOld(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && packet[0] < 2 && packet[1] is >= 1 and <= 0x13 && BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) == packet.Length - Length;

    private static bool HasLength(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) is var length && (length & 3) == 0 && length <= packet.Length - Length;
}
