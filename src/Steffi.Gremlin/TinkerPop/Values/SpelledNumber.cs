using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// The number that a text spells, in the kind that <c>asNumber()</c> gives it: integers in the narrowest of int, long and BigInteger that holds
/// them (hexadecimal and octal too); fractions of up to 7 decimals as float, of up to 16 as double, beyond as BigDecimal. A suffix l, f or d asks for a kind.
/// </summary>
internal static class SpelledNumber
{
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <returns>Null where it spells none.</returns>
    public static object? Read(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > 10_000 || text.Contains('_', StringComparison.Ordinal) || !char.IsAsciiLetterOrDigit(text[^1]) && text[^1] != '.') return null;
        var last = char.ToLowerInvariant(text[^1]);
        var isHex = text.Contains('x', StringComparison.OrdinalIgnoreCase);
        if (last is 'b' or 's' or 'i' or 'n' or 'm' or 'y' && !isHex) return null;
        if (last is 'f' or 'd' && !isHex) return ReadNarrow(text[..^1], last);
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && !isHex) return ReadFraction(text);
        return TypedNumber.TryRead(text, out var number) ? number : null;
    }

    private static object? ReadNarrow(string text, char kind)
    {
        if (!double.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var number)) return null;
        return kind == 'd' ? number : (object)float.Parse(text, Fraction, CultureInfo.InvariantCulture);
    }

    private static object? ReadFraction(string text)
    {
        if (!double.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var wide)) return null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        var decimals = point < 0 ? 0 : (exponent < 0 ? text.Length : exponent) - point - 1;
        var narrow = float.Parse(text, Fraction, CultureInfo.InvariantCulture);
        // What a kind would take for nothing or for infinite goes into the next.
        if (decimals <= 7 && Holds(narrow, wide)) return narrow;
        if (decimals <= 16 && Holds(wide, wide) && (wide != 0 || IsZero(text))) return wide;
        return BigDecimal.TryParse(text.TrimEnd('.'), out var exact) ? exact : null;
    }

    private static bool Holds(double number, double exact) => double.IsFinite(number) && (number != 0 || exact == 0);

    private static bool IsZero(string text) => text.TakeWhile(c => c is not ('e' or 'E')).All(c => c is '0' or '.' or '+' or '-');
}
