using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>
/// Adds, multiplies and compares numbers of different kinds in their common kind. An integer that does not fit grows into the
/// next kind, up to a long; beyond that it is an error. A float that does not fit becomes a double. Null is what the other operand is combined with nothing.
/// </summary>
internal static class Arithmetic
{
    private const int MaxBits = 1 << 18;

    public static object? Add(object? left, object? right) => Combine(left, right, (a, b) => a + b, (a, b) => a + b, (a, b) => a + b, (a, b) => a + b);

    public static object? Subtract(object? left, object? right) => Combine(left, right, (a, b) => a - b, (a, b) => a - b, (a, b) => a - b, (a, b) => a - b);

    public static object? Multiply(object? left, object? right) => Combine(left, right, (a, b) => a * b, (a, b) => a * b, (a, b) => a * b, (a, b) => a * b);

    /// <exception cref="StepFailure">What is exact, by zero.</exception>
    public static object? Divide(object? left, object? right)
    {
        try
        {
            return Combine(left, right, (a, b) => a / b, (a, b) => a / b, (a, b) => a / b, (a, b) => a / b);
        }
        catch (DivideByZeroException)
        {
            throw new StepFailure("/ by zero");
        }
    }

    /// <summary>Divides integers into a fraction, as a mean does.</summary>
    public static object? DivideExactly(object? left, object? right)
    {
        var kind = NumberKinds.Of(left);
        return Divide(kind.IsFraction() ? left : kind == NumberKind.BigInt ? ToBigDecimal(left!) : ToDouble(left!), right);
    }

    public static object? Min(object? left, object? right) => Pick(left, right, wantsLess: true);

    public static object? Max(object? left, object? right) => Pick(left, right, wantsLess: false);

    /// <summary>Two numbers by value, whatever their kinds. NaN is above all and equal to itself here.</summary>
    public static int Compare(object left, object right)
    {
        var kind = NumberKinds.Common(NumberKinds.Of(left), NumberKinds.Of(right));
        switch (kind)
        {
            case <= NumberKind.Long:
                return ToLong(left).CompareTo(ToLong(right));
            case NumberKind.BigInt:
                return ToBigInteger(left).CompareTo(ToBigInteger(right));
            case NumberKind.BigDecimal when IsFinite(left) && IsFinite(right):
                return ToBigDecimal(left).CompareTo(ToBigDecimal(right));
            // A double cannot hold every long: where they look the same, the exact values decide.
            default:
                double a = ToDouble(left), b = ToDouble(right);
                if (double.IsNaN(a) || double.IsNaN(b)) return double.IsNaN(a).CompareTo(double.IsNaN(b));
                var order = a.CompareTo(b);
                return order == 0 && (left is long || right is long) && double.IsFinite(a) ? ToBigDecimal(left).CompareTo(ToBigDecimal(right)) : order;
        }
    }

    public static bool IsNaN(object? value) => value is double.NaN or float.NaN;

    public static bool IsFinite(object value) => value switch
    {
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        _ => true,
    };

    public static long ToLong(object value) => value switch
    {
        int number => number,
        long number => number,
        sbyte number => number,
        short number => number,
        double number => (long)number,
        float number => (long)number,
        BigInteger number => (long)number,
        BigDecimal number => (long)number.Truncated(),
        _ => throw NotANumber(value),
    };

    public static double ToDouble(object value) => value switch
    {
        double number => number,
        // The shortest decimal text is what was meant: 0.1f is 0.1.
        float number => number,
        BigInteger number => (double)number,
        BigDecimal number => number.ToDouble(),
        _ => ToLong(value),
    };

    public static BigInteger ToBigInteger(object value) => value switch
    {
        BigInteger number => number,
        BigDecimal number => number.Truncated(),
        double number => new BigInteger(number),
        float number => new BigInteger(number),
        _ => ToLong(value),
    };

    public static BigDecimal ToBigDecimal(object value) => value switch
    {
        BigDecimal number => number,
        double or float when !IsFinite(value) => throw new StepFailure($"{Describe.Value(value)} is no decimal number"),
        double number => BigDecimal.Of(number),
        float number => BigDecimal.Of(number),
        _ => new BigDecimal(ToBigInteger(value)),
    };

    /// <summary>The number in another kind, fractions cut off.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static object Convert(object value, NumberKind kind) => kind switch
    {
        NumberKind.Byte => checked((sbyte)Whole(value)),
        NumberKind.Short => checked((short)Whole(value)),
        NumberKind.Int => checked((int)Whole(value)),
        NumberKind.Long => checked((long)Whole(value)),
        NumberKind.BigInt => ToBigInteger(value),
        NumberKind.Float => Narrow(value),
        NumberKind.Double => Finite(value, ToDouble(value)),
        _ => ToBigDecimal(value),
    };

    private static BigInteger Whole(object value) => IsFinite(value) ? ToBigInteger(value) : throw new OverflowException();

    private static float Narrow(object value)
    {
        var narrow = (float)ToDouble(value);
        return float.IsInfinity(narrow) && IsFinite(value) ? throw new OverflowException() : narrow;
    }

    private static double Finite(object value, double number) => double.IsInfinity(number) && IsFinite(value) ? throw new OverflowException() : number;

    private static object? Pick(object? left, object? right, bool wantsLess)
    {
        if (left is null || right is null) return left ?? right;
        if (Arithmetic.IsNaN(left)) return right;
        if (Arithmetic.IsNaN(right)) return left;
        var order = Ordering.Compare(left, right);
        var picked = (wantsLess ? order <= 0 : order >= 0) ? left : right;
        var (one, other) = (NumberKinds.Of(left), NumberKinds.Of(right));
        // Of two kinds of numbers the result has the common one.
        return one == other || one == NumberKind.None || other == NumberKind.None || !IsFinite(picked) ? picked : Convert(picked, NumberKinds.Common(one, other));
    }

    private static object? Combine(
        object? left, object? right, Func<BigInteger, BigInteger, BigInteger> whole, Func<float, float, float> narrow, Func<double, double, double> wide,
        Func<BigDecimal, BigDecimal, BigDecimal> exact)
    {
        if (left is null || right is null) return left ?? right;
        NumberKind one = NumberKinds.Of(left), other = NumberKinds.Of(right);
        if (one == NumberKind.None) throw NotANumber(left);
        if (other == NumberKind.None) throw NotANumber(right);
        var kind = NumberKinds.Common(one, other);
        return kind switch
        {
            NumberKind.Float => Fit(narrow((float)ToDouble(left), (float)ToDouble(right)), wide(ToDouble(left), ToDouble(right))),
            NumberKind.Double => wide(ToDouble(left), ToDouble(right)),
            NumberKind.BigDecimal => exact(ToBigDecimal(left), ToBigDecimal(right)),
            _ => Fit(whole(Bounded(ToBigInteger(left)), Bounded(ToBigInteger(right))), kind),
        };
    }

    /// <summary>Squaring again and again fills any memory in a few rounds.</summary>
    public static BigInteger Bounded(BigInteger value) => value.GetBitLength() <= MaxBits ? value : throw new StepFailure($"The number has more than {MaxBits} bits");

    /// <summary>The narrow result, or the wide one where it is not finite.</summary>
    private static object Fit(float narrow, double wide) => float.IsInfinity(narrow) ? (object)wide : narrow;

    private static object Fit(BigInteger value, NumberKind kind)
    {
        if (kind == NumberKind.BigInt) return value;
        for (; kind <= NumberKind.Long; kind++)
        {
            var (low, high) = kind switch
            {
                NumberKind.Byte => (sbyte.MinValue, (long)sbyte.MaxValue),
                NumberKind.Short => (short.MinValue, short.MaxValue),
                NumberKind.Int => (int.MinValue, int.MaxValue),
                _ => (long.MinValue, long.MaxValue),
            };
            if (value >= low && value <= high) return Convert(value, kind);
        }

        throw new StepFailure("long overflow");
    }

    private static StepFailure NotANumber(object value) => new($"{Describe.Type(value)} is no number: {Describe.Value(value)}");
}
