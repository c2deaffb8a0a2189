using System.Buffers.Binary;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The mark of STUN.</summary>
/// <remarks>Source: RFC 8489, 5.</remarks>
internal static class StunHeader
{
    public const int Length = 20;

    private static ReadOnlySpan<byte> Cookie => [0x21, 0x12, 0xa4, 0x42];

    public static bool IsOne(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && Begins(packet) && LengthIn(packet) <= packet.Length - Length;

    /// <summary>Whether a stream begins with one, or may begin with one as far as it is there.</summary>
    public static bool Begins(ReadOnlySpan<byte> stream)
    {
        var cookie = stream[Math.Min(stream.Length, 4)..Math.Min(stream.Length, 8)];
        return stream.Length > 0 && stream[0] < 4 && (stream.Length < 4 || (LengthIn(stream) & 3) == 0) && Cookie.StartsWith(cookie);
    }

    /// <summary>The form of RFC 3489, which has no cookie: only the length and the few methods tell.</summary>
    public static bool IsOld(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && packet[0] < 2 && packet[1] is >= 1 and <= 0x13 && LengthIn(packet) == packet.Length - Length;

    /// <summary>Of what follows the header.</summary>
    public static int LengthIn(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
}
