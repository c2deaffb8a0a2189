namespace Steffi.Flows;

/// <summary>What an interface description block says: how to read the packets that name it.</summary>
internal readonly struct PcapngInterface(LinkType linkType, uint snapLength, byte resolution, long offsetSeconds)
{
    private const long Nanoseconds = 1_000_000_000;
    private const int BinaryResolution = 0x80, HighestPower = 18;

    /// <summary>if_tsresol where an interface has none: microseconds.</summary>
    public const byte DefaultResolution = 6;

    public LinkType LinkType { get; } = linkType;

    /// <summary>0 for no limit.</summary>
    public uint SnapLength { get; } = snapLength;

    /// <summary>Nanoseconds since 1970 of a timestamp in this interface's units. A time that no long can hold comes out wrong, not as an error.</summary>
    public long TimeOf(ulong units)
    {
        int exponent = resolution & ~BinaryResolution;
        long time = (resolution & BinaryResolution) != 0 ? OfBinary(units, exponent) : OfDecimal(units, exponent);
        return unchecked(time + (offsetSeconds * Nanoseconds));
    }

    private static long OfDecimal(ulong units, int exponent) => exponent switch
    {
        6 => unchecked((long)units * 1_000),
        9 => unchecked((long)units),
        < 9 => unchecked((long)units * PowerOfTen(9 - exponent)),
        <= 9 + HighestPower => (long)(units / (ulong)PowerOfTen(exponent - 9)),
        _ => 0,
    };

    private static long OfBinary(ulong units, int exponent) =>
        exponent < 128 && ((UInt128)units * Nanoseconds) >> exponent is var time ? unchecked((long)(ulong)time) : 0;

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }
}
