using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The numbers of the language. Within integers and within fractions the wider one has the greater value.</summary>
internal enum NumberKind
{
    None, Byte, Short, Int, Long, BigInt, Float, Double, BigDecimal,
}

internal static class NumberKinds
{
    public static NumberKind Of(object? value) => value switch
    {
        int => NumberKind.Int,
        long => NumberKind.Long,
        double => NumberKind.Double,
        float => NumberKind.Float,
        sbyte => NumberKind.Byte,
        short => NumberKind.Short,
        BigInteger => NumberKind.BigInt,
        BigDecimal => NumberKind.BigDecimal,
        _ => NumberKind.None,
    };

    public static bool IsFraction(this NumberKind kind) => kind >= NumberKind.Float;

    /// <summary>The narrowest that holds both: a fraction of 32 bits with an integer of 64 is a double, with a BigInt a BigDecimal.</summary>
    public static NumberKind Common(NumberKind one, NumberKind other)
    {
        if (one.IsFraction() == other.IsFraction()) return one > other ? one : other;
        var (fraction, integer) = one.IsFraction() ? (one, other) : (other, one);
        return integer switch
        {
            NumberKind.BigInt => NumberKind.BigDecimal,
            NumberKind.Long when fraction == NumberKind.Float => NumberKind.Double,
            _ => fraction,
        };
    }

    /// <summary>As errors name it.</summary>
    public static string Name(this NumberKind kind) => kind switch
    {
        NumberKind.Int => "Integer",
        NumberKind.BigInt => "BigInteger",
        _ => kind.ToString(),
    };
}
