using System.Globalization;
using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>A decimal number of any precision: unscaled · 10^-scale. Kept without trailing zeros, so that equal numbers are equal values.</summary>
internal readonly record struct BigDecimal : IComparable<BigDecimal>
{
    /// <summary>Powers of ten above this are refused: the digits alone would fill the memory.</summary>
    private const int LargestScale = 100_000;

    public BigDecimal(BigInteger unscaled, int scale = 0)
    {
        if (Math.Abs((long)scale) > LargestScale) throw new OverflowException("The number has too many digits");
        Arithmetic.Bounded(unscaled);
        if (scale < 0) (unscaled, scale) = (unscaled * BigInteger.Pow(10, -scale), 0);
        while (scale > 0 && unscaled % 10 == 0) (unscaled, scale) = (unscaled / 10, scale - 1);
        (Unscaled, Scale) = (unscaled, scale);
    }

    public BigInteger Unscaled { get; }

    public int Scale { get; }

    public static BigDecimal Of(double value) => Parse(value.ToString("R", CultureInfo.InvariantCulture));

    public static BigDecimal Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is no number");

    public static bool TryParse(string text, out BigDecimal value)
    {
        value = default;
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
        var digits = exponentAt < 0 ? text : text[..exponentAt];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (point >= 0) digits = digits.Remove(point, 1);
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)) return false;
        if (Math.Abs((long)scale - exponent) > LargestScale) return false;
        value = new BigDecimal(unscaled, scale - exponent);
        return true;
    }

    public static BigDecimal operator +(BigDecimal left, BigDecimal right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new BigDecimal(left.At(scale) + right.At(scale), scale);
    }

    public static BigDecimal operator -(BigDecimal left, BigDecimal right) => left + new BigDecimal(-right.Unscaled, right.Scale);

    public static BigDecimal operator *(BigDecimal left, BigDecimal right) => new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);

    /// <summary>Exact where the quotient ends; else rounded to ten digits more than the operands have, and to ten behind the point or as many as they have.</summary>
    /// <remarks>Source: TinkerPop's NumberHelper.</remarks>
    /// <exception cref="DivideByZeroException"/>
    public static BigDecimal operator /(BigDecimal left, BigDecimal right)
    {
        var (dividend, divisor) = (left.Unscaled * BigInteger.Pow(10, right.Scale), right.Unscaled * BigInteger.Pow(10, left.Scale));
        if (divisor.IsZero) throw new DivideByZeroException();
        var common = BigInteger.GreatestCommonDivisor(dividend, divisor);
        (dividend, divisor) = (dividend / common, divisor / common);
        var (odd, twos) = Without(BigInteger.Abs(divisor), 2);
        (odd, var fives) = Without(odd, 5);
        if (odd.IsOne) return new BigDecimal(dividend * BigInteger.Pow(10, Math.Max(twos, fives)) / divisor, Math.Max(twos, fives));
        var digits = Math.Max(Digits(left.Unscaled), Digits(right.Unscaled)) + 10;
        var scale = digits + Digits(divisor) - Digits(dividend) + 1;
        var quotient = scale < 0 ? dividend / (divisor * BigInteger.Pow(10, -scale)) : dividend * BigInteger.Pow(10, scale) / divisor;
        return new BigDecimal(quotient, scale).Rounded(scale - (Digits(quotient) - digits)).Rounded(Math.Max(10, Math.Max(left.Scale, right.Scale)));
    }

    /// <summary>The number with a factor taken out, and how often: a quotient of more than a thousand digits is none to end.</summary>
    private static (BigInteger Left, int Count) Without(BigInteger value, int factor)
    {
        var count = 0;
        for (; count < 1000 && value % factor == 0; count++) value /= factor;
        return (value, count);
    }

    private static int Digits(BigInteger value) => BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture).Length;

    public int CompareTo(BigDecimal other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return At(scale).CompareTo(other.At(scale));
    }

    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>The digits before the point.</summary>
    public BigInteger Truncated() => Unscaled / BigInteger.Pow(10, Scale);

    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (Scale > 0) digits = digits.PadLeft(Scale + 1, '0').Insert(Math.Max(digits.Length, Scale + 1) - Scale, ".");
        return Unscaled.Sign < 0 ? "-" + digits : digits;
    }

    private BigInteger At(int scale) => Unscaled * BigInteger.Pow(10, scale - Scale);

    private BigDecimal Rounded(int scale)
    {
        if (Scale <= scale) return this;
        var unit = BigInteger.Pow(10, Scale - scale);
        var rest = BigInteger.Remainder(Unscaled, unit);
        var kept = Unscaled / unit;
        return new BigDecimal(BigInteger.Abs(rest) * 2 >= unit ? kept + Unscaled.Sign : kept, scale);
    }
}
