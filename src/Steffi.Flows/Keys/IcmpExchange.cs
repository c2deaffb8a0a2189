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
        // Echo request and reply.
        8 => 0,
        0 => 8,
        // Router advertisement and solicitation.
        9 => 10,
        10 => 9,
        // Timestamp, information and address mask: each request is odd, its answer follows.
        13 or 15 or 17 => type + 1,
        14 or 16 or 18 => type - 1,
        _ => -1,
    };

    private static int Version6(ushort type) => type switch
    {
        // Echo, multicast listener, home agent discovery: each query is even, its answer follows.
        128 or 130 or 144 => type + 1,
        129 or 131 or 145 => type - 1,
        // Router and neighbour solicitation, node information: odd, then the answer.
        133 or 135 or 139 => type + 1,
        134 or 136 or 140 => type - 1,
        _ => -1,
    };
}
