namespace Steffi.Flows;

/// <summary>Which ICMP messages answer which: the pairs that make a two-way conversation.</summary>
internal static class IcmpExchange
{
    /// <summary>The type that answers this one, as the Community ID specification pairs them.</summary>
    /// <returns>False for messages that nothing answers: such flows go one way.</returns>
    public static bool TryGetAnswer(byte protocol, ushort type, out ushort answer)
    {
        int other = protocol == 1 ? Version4(type) : Version6(type);
        answer = (ushort)Math.Max(other, 0);
        return other >= 0;
    }

    private static int Version4(ushort type) => type switch
    {
        0 => 8, 8 => 0,         // echo
        9 => 10, 10 => 9,       // router advertisement, solicitation
        13 => 14, 14 => 13,     // timestamp
        15 => 16, 16 => 15,     // information
        17 => 18, 18 => 17,     // address mask
        _ => -1,
    };

    private static int Version6(ushort type) => type switch
    {
        128 => 129, 129 => 128, // echo
        130 => 131, 131 => 130, // multicast listener query, report
        133 => 134, 134 => 133, // router solicitation, advertisement
        135 => 136, 136 => 135, // neighbour solicitation, advertisement
        139 => 140, 140 => 139, // node information query, response
        144 => 145, 145 => 144, // home agent address discovery
        _ => -1,
    };
}
