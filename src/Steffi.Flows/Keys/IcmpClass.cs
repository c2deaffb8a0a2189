namespace Steffi.Flows;

/// <summary>ICMP types that make one flow, by Skydive's names.</summary>
internal enum IcmpClass : byte
{
    UNKNOWN,
    DESTINATION_UNREACHABLE,
    ECHO,
    NEIGHBOR,
    ADDRESS_MASK,
    INFO,
    PARAMETER_PROBLEM,
    REDIRECT,
    ROUTER,
    SOURCE_QUENCH,
    TIME_EXCEEDED,
    TIMESTAMP,
    PACKET_TOO_BIG,
}

/// <summary>Which class a type belongs to: the IANA registries of ICMP and ICMPv6.</summary>
internal static class IcmpClasses
{
    private static readonly string[] Names = Enum.GetNames<IcmpClass>();

    public static string Name(this IcmpClass type) => Names[(int)type];

    public static IcmpClass Of(int protocol, byte type) => protocol == 1 ? Version4(type) : Version6(type);

    private static IcmpClass Version4(byte type) => type switch
    {
        0 or 8 => IcmpClass.ECHO,
        3 => IcmpClass.DESTINATION_UNREACHABLE,
        4 => IcmpClass.SOURCE_QUENCH,
        5 => IcmpClass.REDIRECT,
        9 or 10 => IcmpClass.ROUTER,
        11 => IcmpClass.TIME_EXCEEDED,
        12 => IcmpClass.PARAMETER_PROBLEM,
        13 or 14 => IcmpClass.TIMESTAMP,
        15 or 16 => IcmpClass.INFO,
        17 or 18 => IcmpClass.ADDRESS_MASK,
        _ => IcmpClass.UNKNOWN,
    };

    private static IcmpClass Version6(byte type) => type switch
    {
        1 => IcmpClass.DESTINATION_UNREACHABLE,
        2 => IcmpClass.PACKET_TOO_BIG,
        3 => IcmpClass.TIME_EXCEEDED,
        4 => IcmpClass.PARAMETER_PROBLEM,
        128 or 129 => IcmpClass.ECHO,
        133 or 134 => IcmpClass.ROUTER,
        135 or 136 => IcmpClass.NEIGHBOR,
        137 => IcmpClass.REDIRECT,
        _ => IcmpClass.UNKNOWN,
    };
}
