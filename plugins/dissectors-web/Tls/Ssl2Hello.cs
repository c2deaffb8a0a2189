using System.Buffers.Binary;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The hello in the form of SSL 2, which clients sent for long to ask for SSL 3 and TLS 1.0.</summary>
/// <remarks>Source: RFC 5246, E.2.</remarks>
internal static class Ssl2Hello
{
    /// <summary>Whether it may become one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> payload) =>
        payload.Length < 11 && payload is [>= 0x80] or [>= 0x80, _] or [>= 0x80, _, 1] or [>= 0x80, _, 1, 0 or 3, ..];

    public static bool IsOne(ReadOnlySpan<byte> payload) =>
        payload.Length >= 11 && (payload[0] & 0x80) != 0 && payload[2] == 1
        && VersionOf(payload) is 0x0002 or >= 0x0300 and <= 0x0304
        && BinaryPrimitives.ReadUInt16BigEndian(payload) is var head && (head & 0x7fff) is var length
        && BinaryPrimitives.ReadUInt16BigEndian(payload[5..]) is var suites && suites > 0 && suites % 3 == 0
        && BinaryPrimitives.ReadUInt16BigEndian(payload[7..]) is var session && session is 0 or 16
        && BinaryPrimitives.ReadUInt16BigEndian(payload[9..]) is var challenge && challenge is >= 16 and <= 32
        && length == 9 + suites + session + challenge;

    /// <summary>Whether the server agrees to SSL 2; else it answers as the newer versions do.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> payload) => payload is [>= 0x80, _, 4, 0 or 1, _, 0, 2, ..];

    public static ushort VersionOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
}
