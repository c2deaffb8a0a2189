using System.Net;

namespace Steffi.Flows.Tests;

/// The vectors are those of the specification's own baseline files.
public class CommunityIdTests
{
    private static FiveTuple Flow(byte protocol, string source, ushort sourcePort, string destination, ushort destinationPort) =>
        new(protocol, IPAddress.Parse(source), sourcePort, IPAddress.Parse(destination), destinationPort);

    [Theory]
    [InlineData(6, "128.232.110.120", 34855, "66.35.250.204", 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [InlineData(17, "192.168.1.52", 54585, "8.8.8.8", 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")]
    [InlineData(132, "192.168.170.8", 7, "192.168.170.56", 80, "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=")]
    [InlineData(1, "192.168.0.89", 8, "192.168.0.1", 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")]
    [InlineData(58, "fe80::200:86ff:fe05:80da", 135, "fe80::260:97ff:fe07:69ea", 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=")]
    public void A_known_flow_has_its_published_identity(
        byte protocol, string source, ushort sourcePort, string destination, ushort destinationPort, string expected) =>
        Assert.Equal(expected, CommunityId.Of(Flow(protocol, source, sourcePort, destination, destinationPort)));

    [Theory]
    [InlineData(6, 34855, 80)]
    [InlineData(17, 53, 53)]
    [InlineData(132, 7, 9)]
    [InlineData(47, 0, 0)]
    public void Both_directions_meet(byte protocol, ushort a, ushort b) => Assert.Equal(
        CommunityId.Of(Flow(protocol, "10.0.0.1", a, "10.0.0.2", b)),
        CommunityId.Of(Flow(protocol, "10.0.0.2", b, "10.0.0.1", a)));

    [Fact]
    public void An_echo_request_meets_its_reply() => Assert.Equal(
        CommunityId.Of(Flow(1, "10.0.0.1", 8, "10.0.0.2", 0)),
        CommunityId.Of(Flow(1, "10.0.0.2", 0, "10.0.0.1", 0)));

    [Fact]
    public void Unreachable_messages_keep_their_direction() => Assert.NotEqual(
        CommunityId.Of(Flow(1, "10.0.0.1", 3, "10.0.0.2", 1)),
        CommunityId.Of(Flow(1, "10.0.0.2", 3, "10.0.0.1", 1)));

    [Fact]
    public void The_seed_separates_sets_of_sensors() => Assert.Equal(
        "1:3V71V58M3Ksw/yuFALMcW0LAHvc=",
        CommunityId.Of(Flow(6, "128.232.110.120", 34855, "66.35.250.204", 80), seed: 1));

    [Fact]
    public void Mixed_address_families_are_refused() => Assert.Throws<ArgumentException>(
        () => CommunityId.Of(Flow(6, "10.0.0.1", 1, "fe80::1", 2)));
}
