namespace Steffi;

/// <summary>First byte of a packed value. Strings that are a MAC address, a UUID, an IPv4 address or a known word
/// take their binary form.</summary>
/// <remarks>A value has exactly one packed form, so that equal values have equal bytes.</remarks>
internal static class PackedTag
{
    public const byte Null = 0, False = 1, True = 2, Int = 3, Double = 4, String = 5, List = 6, Map = 7;
    public const byte Mac = 8, Uuid = 9, IPv4 = 10, IPv4Prefix = 11;

    /// <summary>A string of <see cref="WordTable"/>; its number follows.</summary>
    public const byte Word = 12;

    /// <summary>0x40 to 0x7F: the integers 0 to 63.</summary>
    public const byte SmallInt = 0x40;

    /// <summary>0x80 to 0xFF: a string of 0 to 127 UTF-8 bytes.</summary>
    public const byte ShortString = 0x80;
}
