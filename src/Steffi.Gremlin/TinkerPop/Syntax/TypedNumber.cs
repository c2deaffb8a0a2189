using System.Globalization;
using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Number literals: <c>1 -1 1_000 0x1F 017 1.5 1e3 NaN Infinity</c>, with a type after them in either case: b byte, s short, i int, l long,
/// n BigInteger, f float, d double, m BigDecimal; at most 10,000 digits. Without one an integer is an int, a long or a BigInteger, whatever fits,
/// and a fraction a double. Underscores stand between digits; an integer that begins with 0 is octal.
/// </summary>
internal static class TypedNumber
{
    public static bool TryRead(string text, out object value)
    {
        value = 0;
        if (text.Length > 10_000) return false;
        if (TryReadSpecial(text, out var special))
        {
            value = special;
            return true;
        }

        if (text.Contains('_', StringComparison.Ordinal))
        {
            if (text[^1] == '_') return false;
            text = text.Replace("_", "", StringComparison.Ordinal);
        }

        var isHex = text.AsSpan().TrimStart("+-").StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var suffix = char.ToLowerInvariant(text[^1]);
        // In hexadecimal b, d and f are digits.
        if (char.IsAsciiDigit(suffix) || isHex && char.IsAsciiHexDigit(suffix)) suffix = '\0';
        var digits = suffix == '\0' ? text : text[..^1];
        if (isHex) return TryReadHex(digits, out var whole) && TryFit(whole, suffix, out value);
        if (IsOctal(digits) && suffix is not ('f' or 'd' or 'm' or 'n')) return TryReadOctal(digits, out var octal) && TryFit(octal, suffix, out value);
        if (BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && suffix is not ('f' or 'd' or 'm'))
            return TryFit(integer, suffix, out value);
        return TryReadFraction(digits, suffix, out value);
    }

    private static bool TryReadSpecial(string text, out double value)
    {
        value = text.TrimStart('+', '-') switch
        {
            "NaN" => double.NaN,
            "Infinity" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            _ => 0,
        };
        return value != 0;
    }

    private static bool TryReadHex(string text, out BigInteger value)
    {
        var isNegative = text[0] == '-';
        var digits = text.TrimStart('+', '-') is { Length: > 2 } prefixed ? prefixed[2..] : "";
        var read = BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && digits.Length > 0;
        if (isNegative) value = -value;
        return read;
    }

    private static bool IsOctal(string text) => text.TrimStart('+', '-') is ['0', _, ..] digits && digits.All(char.IsAsciiDigit);

    private static bool TryReadOctal(string text, out BigInteger value)
    {
        value = 0;
        foreach (var digit in text.TrimStart('+', '-'))
        {
            if (digit > '7') return false;
            value = value * 8 + (digit - '0');
        }

        if (text[0] == '-') value = -value;
        return true;
    }

    private static bool TryFit(BigInteger number, char suffix, out object value)
    {
        value = 0;
        NumberKind? kind = suffix switch
        {
            'b' => NumberKind.Byte,
            's' => NumberKind.Short,
            'i' => NumberKind.Int,
            'l' => NumberKind.Long,
            'n' => NumberKind.BigInt,
            '\0' => number >= int.MinValue && number <= int.MaxValue ? NumberKind.Int
                : number >= long.MinValue && number <= long.MaxValue ? NumberKind.Long : NumberKind.BigInt,
            _ => null,
        };
        if (kind is null) return false;
        try
        {
            value = Arithmetic.Convert(number, kind.Value);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryReadFraction(string digits, char suffix, out object value)
    {
        value = 0;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        switch (suffix)
        {
            case 'f' when float.TryParse(digits, style, CultureInfo.InvariantCulture, out var narrow):
                value = narrow;
                return true;
            case 'd' or '\0' when double.TryParse(digits, style, CultureInfo.InvariantCulture, out var wide):
                value = wide;
                return true;
            case 'm' when BigDecimal.TryParse(digits, out var exact):
                value = exact;
                return true;
            default:
                return false;
        }
    }
}
