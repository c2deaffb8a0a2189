namespace Steffi.Plugins.Dissectors.Web;

/// <summary>HPACK's Huffman code. It is canonical: the lengths say everything.</summary>
/// <remarks>Source: RFC 7541, appendix B.</remarks>
internal static class HuffmanCode
{
    private const int Longest = 30, EndOfString = 256;

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    // Symbols in the order of their codes; for each length the first code, and where its symbols begin.
    private static readonly ushort[] symbols = [.. Enumerable.Range(0, EndOfString + 1).Select(symbol => (ushort)symbol).OrderBy(symbol => Lengths[symbol])];
    private static readonly (uint FirstCode, int Count, int Start)[] byLength = ByLength();

    /// <summary>Decodes a whole string.</summary>
    /// <param name="coded">Padded with ones to the byte.</param>
    /// <param name="decoded">Gets it.</param>
    /// <returns>False when it holds what no encoder writes.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> coded, List<byte> decoded)
    {
        uint code = 0;
        int length = 0;
        foreach (byte one in coded)
            for (int bit = 7; bit >= 0; bit--)
            {
                code = code << 1 | (uint)(one >> bit & 1);
                if (++length > Longest)
                    return false;
                var (first, count, start) = byLength[length];
                if (count == 0 || code < first || code - first >= count)
                    continue;
                int symbol = symbols[start + (int)(code - first)];
                if (symbol == EndOfString)
                    return false;
                decoded.Add((byte)symbol);
                (code, length) = (0, 0);
            }
        return length < 8 && code == (1u << length) - 1;
    }

    private static (uint, int, int)[] ByLength()
    {
        var table = new (uint, int, int)[Longest + 1];
        uint code = 0;
        int start = 0;
        for (int length = 1; length <= Longest; length++)
        {
            int count = Lengths.Count((byte)length);
            table[length] = (code, count, start);
            start += count;
            code = code + (uint)count << 1;
        }
        return table;
    }
}
