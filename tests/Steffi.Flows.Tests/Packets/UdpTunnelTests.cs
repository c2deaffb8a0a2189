using static Steffi.Flows.Tests.CarriedPackets;

namespace Steffi.Flows.Tests;

public sealed class UdpTunnelTests
{
    private static readonly string[] InnerIPv4 = ["IPv4/TCP 10.0.0.8 5000"], InnerIPv6 = ["IPv6/TCP 2001::1 5000"];

    private static byte[] Inner => IPv4(6, Tcp, host: 8);

    private static string[] Over(int source, int destination, byte[] payload) => FlowsOf(Ethernet(0x800, IPv4(17, Udp(source, destination, payload))));

    [Fact]
    public void User_data_of_gtp_is_a_flow_within_whatever_options_it_has()
    {
        byte[] plain = [0x30, 255, .. U16(Inner.Length), 0, 0, 0, 7, .. Inner];
        byte[] extended = [0x34, 255, .. U16(Inner.Length + 8), 0, 0, 0, 7, 0, 0, 0, 0x85, 1, 0, 0, 0, .. Inner];
        Assert.Equal(["Ethernet/IPv4/UDP/GTPv1U 10.0.0.1 2152", .. InnerIPv4], Over(2152, 2152, plain));
        Assert.Equal(["Ethernet/IPv4/UDP/GTPv1U 10.0.0.1 2152", .. InnerIPv4], Over(2152, 2152, extended));
    }

    [Theory]
    [InlineData("32ff0004000000070000")]
    [InlineData("34ff00080000000700000085")]
    [InlineData("34ff0008000000070000008500")]
    [InlineData("3001000400000007")]
    [InlineData("30ff0004000000074500")]
    [InlineData("")]
    public void What_only_goes_to_the_port_of_gtp_is_payload(string payload) =>
        Assert.Equal(["Ethernet/IPv4/UDP 10.0.0.1 2152"], Over(2152, 2152, Convert.FromHexString(payload)));

    [Fact]
    public void Teredo_is_known_by_its_server_and_between_peers_by_its_prefix()
    {
        byte[] inner = IPv6(6, Tcp);
        byte[] withOrigin = [0, 0, 1, 2, 3, 4, 5, 6, .. inner], withAuthentication = [0, 1, 0, 0, .. new byte[9], .. inner];
        Assert.Equal(["Ethernet/IPv4/UDP/Teredo 10.0.0.1 4000", .. InnerIPv6], Over(4000, 3544, inner));
        Assert.Equal(["Ethernet/IPv4/UDP/Teredo 10.0.0.1 3544", .. InnerIPv6], Over(3544, 4000, withOrigin));
        Assert.Equal(["Ethernet/IPv4/UDP/Teredo 10.0.0.1 3544", .. InnerIPv6], Over(3544, 4000, withAuthentication));
        Assert.Equal(["Ethernet/IPv4/UDP/Teredo 10.0.0.1 4000", .. InnerIPv6], Over(4000, 4001, inner));
        Assert.Equal(["Ethernet/IPv4/UDP 10.0.0.1 4000"], Over(4000, 4001, [.. inner, 0]));
    }

    [Fact]
    public void Ayiya_and_gre_over_udp_bring_a_flow()
    {
        byte[] ayiya = [0x41, 0x52, 0x11, 41, 0, 0, 0, 0, .. new byte[16 + 20], .. IPv6(6, Tcp)];
        Assert.Equal(["Ethernet/IPv4/UDP/AYIYA 10.0.0.1 4000", .. InnerIPv6], Over(4000, 5072, ayiya));
        Assert.Equal(["Ethernet/IPv4/UDP/GRE 10.0.0.1 4000", .. InnerIPv4], Over(4000, 4754, [0, 0, 8, 0, .. Inner]));
    }

    [Fact]
    public void A_service_header_is_named_and_cuts_nothing()
    {
        byte[] service = [0, 2, 1, 1, 0, 0, 0, 1, .. Inner];
        Assert.Equal(["Ethernet/IPv4/UDP/VXLAN 10.0.0.1 4000", "NSH/IPv4/TCP 10.0.0.8 5000"], Over(4000, 4790, [0x0c, 0, 0, 4, 0, 0, 1, 0, .. service]));
        Assert.Equal(["Ethernet/NSH/IPv4/TCP 10.0.0.8 5000"], FlowsOf(Ethernet(0x894f, service)));
    }
}
