using System.Globalization;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>Fractions as Java writes them: 1.0, 0.001, 1.0E7, 1.5E-5.</summary>
internal static class JavaFraction
{
    /// <param name="number">Any.</param>
    /// <param name="shortest">The fewest digits that tell it from its neighbours, as .NET writes them.</param>
    public static string Of(double number, string shortest)
    {
        if (!double.IsFinite(number)) return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        var (mantissa, exponent) = shortest.IndexOf('E', StringComparison.Ordinal) is >= 0 and var mark
            ? (shortest[..mark], int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) : (shortest, 0);
        var sign = mantissa[0] == '-' ? "-" : "";
        var parts = mantissa[sign.Length..].Split('.');
        var all = string.Concat(parts);
        var digits = all.Trim('0');
        if (digits.Length == 0) return sign + "0.0";
        var scale = parts[0].Length - 1 - (all.Length - all.TrimStart('0').Length) + exponent;
        return sign + (scale is < -3 or >= 7 ? Point(digits, 1) + "E" + scale.ToString(CultureInfo.InvariantCulture)
            : scale < 0 ? Point(new string('0', -scale) + digits, 1) : Point(digits, scale + 1));
    }

    /// <summary>With the point behind so many digits, and one digit at least behind the point.</summary>
    private static string Point(string digits, int whole) => digits.PadRight(whole + 1, '0').Insert(whole, ".");
}
