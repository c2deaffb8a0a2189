namespace Steffi.Gremlin.TinkerPop;

/// <summary>The random numbers of a seed as java.util.Random gives them, so that SeedStrategy means the same as in TinkerPop.</summary>
/// <remarks>Source: the linear congruential generator that Java's documentation of Random prescribes.</remarks>
internal sealed class JavaRandom(long seed) : Random
{
    private long _state = (seed ^ 0x5DEECE66DL) & ((1L << 48) - 1);

    public override double NextDouble() => (((long)Bits(26) << 27) + Bits(27)) * (1.0 / (1L << 53));

    public override int Next(int maxValue)
    {
        if ((maxValue & -maxValue) == maxValue) return (int)((maxValue * (long)Bits(31)) >> 31);
        int bits, value;
        do
        {
            bits = Bits(31);
            value = bits % maxValue;
        }
        while (bits - value + (maxValue - 1) < 0);
        return value;
    }

    private int Bits(int count)
    {
        _state = (_state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
        return (int)(_state >> (48 - count));
    }
}
