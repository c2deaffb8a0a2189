using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Tags and lengths of ASN.1's basic encoding rules: SNMP, LDAP, Kerberos.</summary>
/// <remarks>Source: ITU-T X.690, 8.1. Tags of one byte; lengths that are given.</remarks>
internal static class BasicEncoding
{
    public const byte Integer = 2, OctetString = 4, Sequence = 0x30;

    /// <summary>Opens an element.</summary>
    /// <param name="reader">Moves to behind the length.</param>
    /// <param name="tag">What the element must be.</param>
    /// <param name="length">Of its content, which may be cut.</param>
    public static bool TryOpen(ref PayloadReader reader, byte tag, out int length)
    {
        bool fits = reader.Byte() == tag;
        length = fits ? Length(ref reader) : -1;
        return fits && length >= 0 && !reader.Failed;
    }

    /// <summary>The next element's tag and content, as far as it is there.</summary>
    public static bool TryNext(ref PayloadReader reader, out byte tag, out ReadOnlySpan<byte> content)
    {
        tag = reader.Byte();
        int length = Length(ref reader);
        content = length < 0 || reader.Failed ? default : reader.Bytes(Math.Min(length, reader.Left));
        return length >= 0 && !reader.Failed;
    }

    /// <summary>A small integer that is not negative.</summary>
    public static bool TryInteger(ref PayloadReader reader, out int value)
    {
        value = 0;
        if (!TryNext(ref reader, out byte tag, out var content) || tag != Integer || content.Length is 0 or > 5 || (content[0] & 0x80) != 0)
            return false;
        long all = 0;
        foreach (byte one in content)
            all = all << 8 | one;
        value = (int)Math.Min(all, int.MaxValue);
        return true;
    }

    /// <returns>-1 for a length that is not given, or none.</returns>
    private static int Length(ref PayloadReader reader)
    {
        byte first = reader.Byte();
        if (first < 0x80)
            return first;
        int count = first & 0x7f;
        if (count is 0 or > 4)
            return -1;
        long length = 0;
        for (int i = 0; i < count; i++)
            length = length << 8 | reader.Byte();
        return length <= int.MaxValue ? (int)length : -1;
    }
}
