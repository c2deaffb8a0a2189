namespace Steffi.Netlink;

/// <summary>Address families that rtnetlink messages carry (linux/socket.h).</summary>
internal static class AddressFamilies
{
    public const byte Unspecified = 0, IPv4 = 2, Bridge = 7, IPv6 = 10;
}
