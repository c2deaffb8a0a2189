namespace Steffi;

/// <summary>Addresses between their one canonical text and their bytes; any other spelling stays plain text.</summary>
internal static class AddressText
{
    public static bool TryMac(ReadOnlySpan<char> text, Span<byte> target)
    {
        int wrong = 0;
        for (int i = 0; i < 6; i++)
        {
            int value = Nibble(text[i * 3]) << 4 | Nibble(text[i * 3 + 1]);
            wrong |= value | (i < 5 ? text[i * 3 + 2] ^ ':' : 0) << 8;
            target[i] = (byte)value;
        }
        return wrong < 256;
    }

    /// <summary>RFC 9562 text in lower case; bytes in the order of the text.</summary>
    public static bool TryUuid(ReadOnlySpan<char> text, Span<byte> target)
    {
        int at = 0, wrong = 0;
        for (int i = 0; i < 16; i++)
        {
            if (i is 4 or 6 or 8 or 10 && text[at++] != '-')
                return false;
            int value = Nibble(text[at]) << 4 | Nibble(text[at + 1]);
            wrong |= value;
            target[i] = (byte)value;
            at += 2;
        }
        return wrong < 256;
    }

    /// <summary>Dotted quad without leading zeros, with or without a prefix length.</summary>
    public static bool TryIPv4(ReadOnlySpan<char> text, Span<byte> target, out bool prefix)
    {
        prefix = false;
        int part = 0, value = -1, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : '\0';
            if (char.IsAsciiDigit(c))
            {
                value = (value < 0 ? 0 : value * 10) + (c - '0');
                if (value > 255 || (i > start && text[start] == '0'))
                    return false;
                continue;
            }
            if (value < 0 || part > 4)
                return false;
            if (part < 3 ? c != '.' : part == 3 ? c is not ('/' or '\0') : c != '\0' || value > 32)
                return false;
            target[part++] = (byte)value;
            prefix = part == 5;
            value = -1;
            start = i + 1;
        }
        return part >= 4;
    }

    public static int WriteMac(ReadOnlySpan<byte> bytes, Span<char> target)
    {
        for (int i = 0; i < 6; i++)
        {
            if (i > 0)
                target[i * 3 - 1] = ':';
            WriteHex(bytes[i], target[(i * 3)..]);
        }
        return 17;
    }

    public static int WriteUuid(ReadOnlySpan<byte> bytes, Span<char> target)
    {
        int at = 0;
        for (int i = 0; i < 16; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                target[at++] = '-';
            WriteHex(bytes[i], target[at..]);
            at += 2;
        }
        return 36;
    }

    public static int WriteIPv4(ReadOnlySpan<byte> bytes, Span<char> target)
    {
        int at = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i > 0)
                target[at++] = i == 4 ? '/' : '.';
            bytes[i].TryFormat(target[at..], out int written);
            at += written;
        }
        return at;
    }

    private static void WriteHex(byte value, Span<char> target)
    {
        target[0] = "0123456789abcdef"[value >> 4];
        target[1] = "0123456789abcdef"[value & 15];
    }

    // A table, and no branch a digit: which of the two kinds comes next is as good as random.
    private static int Nibble(char c) => c < 128 ? NibbleValues[c] : NotHex;

    private const int NotHex = 0xFF0;

    private static readonly short[] NibbleValues = [.. Enumerable.Range(0, 128).Select(c => (short)"0123456789abcdef".IndexOf((char)c)).Select(n => n < 0 ? (short)NotHex : n)];
}
