using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>
/// Reads a number as written in a query: decimal, hexadecimal (0x1F), with sign and exponent. An integer that does not fit
/// 64 bits becomes a double, as in Skydive; what has a point or an exponent is a double.
/// </summary>
internal static class NumberLiteral
{
    private const NumberStyles Decimal =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool TryRead(ReadOnlySpan<char> text, out MetadataValue value)
    {
        if (TryReadHexadecimal(text, out value)) return true;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            value = integer;
            return true;
        }

        if (double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            value = number;
            return true;
        }

        value = default;
        return false;
    }

    private static bool TryReadHexadecimal(ReadOnlySpan<char> text, out MetadataValue value)
    {
        value = default;
        var negative = text.StartsWith("-");
        var digits = negative ? text[1..] : text;
        if (!digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return false;
        if (!UInt128.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude)) return false;

        var most = negative ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue;
        if (magnitude <= most) value = negative ? (long)-(Int128)magnitude : (long)magnitude;
        else value = negative ? -(double)magnitude : (double)magnitude;
        return true;
    }
}
