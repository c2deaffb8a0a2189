using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Packets;

public sealed class LayersPathTests
{
    private static readonly byte[] Payload = Ascii("payload that is not named");

    private static readonly Dictionary<string, (byte[] Frame, string[] Paths)> Known = new()
    {
        ["tcp with options"] = (Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, Payload, options: new byte[12]))), ["Ethernet/IPv4/TCP"]),
        ["ipv4 options"] = (Ethernet(0x0800, IPv4(17, Udp(1, 2, Payload), options: new byte[8])), ["Ethernet/IPv4/UDP"]),
        ["sctp"] = (Ethernet(0x0800, IPv4(132, Sctp(1, 2))), ["Ethernet/IPv4/SCTP"]),
        ["igmp"] = (Ethernet(0x0800, IPv4(2, new byte[8])), ["Ethernet/IPv4/IGMP"]),
        ["vrrp"] = (Ethernet(0x0800, IPv4(112, new byte[20])), ["Ethernet/IPv4/VRRP"]),
        ["unknown protocol"] = (Ethernet(0x0800, IPv4(200, Payload)), ["Ethernet/IPv4"]),
        ["unknown ethertype"] = (Ethernet(0x9999, Payload), ["Ethernet"]),
        ["arp"] = (Ethernet(0x0806, new byte[28]), ["Ethernet/ARP"]),
        ["stp"] = (Ethernet(38, [0x42, 0x42, 3, .. new byte[43]]), ["Ethernet/LLC/STP"]),
        ["snap"] = (Ethernet(60, Snap(0, 0x0800, IPv4(1, Icmp(8, 0)))), ["Ethernet/LLC/SNAP/IPv4/ICMPv4"]),
        ["cdp"] = (Ethernet(60, Snap(0xC, 0x2000, new byte[40])), ["Ethernet/LLC/SNAP/CiscoDiscovery"]),
        ["qinq"] = (Ethernet(0x88A8, Vlan(10, 0x8100, Vlan(20, 0x86DD, IPv6(6, Tcp(1, 2, 2))))), ["Ethernet/Dot1Q/Dot1Q/IPv6/TCP"]),
        ["pppoe"] = (Ethernet(0x8864, [0x11, 0, 0, 1, .. Two(2 + 28), 0, 0x21, .. IPv4(17, Udp(1, 2, []))]), ["Ethernet/PPPoE/PPP/IPv4/UDP"]),
        ["ipv6 extensions"] = (Ethernet(0x86DD, IPv6(0, Extension(43, Extension(60, Extension(17, Udp(1, 2, Payload)), words: 1), words: 2))),
            ["Ethernet/IPv6/IPv6HopByHop/IPv6Routing/IPv6Destination/UDP"]),
        ["ah"] = (Ethernet(0x86DD, IPv6(51, [6, 4, .. new byte[22], .. Tcp(1, 2, 2)])), ["Ethernet/IPv6/IPSecAH/TCP"]),
        ["no next header"] = (Ethernet(0x86DD, IPv6(59, Payload)), ["Ethernet/IPv6"]),
        ["icmpv6 echo"] = (Ethernet(0x86DD, IPv6(58, Icmp(128, 0, 5))), ["Ethernet/IPv6/ICMPv6/ICMPv6Echo"]),
        ["neighbour"] = (Ethernet(0x86DD, IPv6(58, [135, 0, .. new byte[22]])), ["Ethernet/IPv6/ICMPv6/ICMPv6NeighborSolicitation"]),
        ["ip in ip"] = (Ethernet(0x0800, IPv4(4, IPv4(6, Tcp(1, 2, 2), "1.1.1.1", "2.2.2.2"))), ["Ethernet/IPv4/IPv4/TCP"]),
        ["6in4"] = (Ethernet(0x0800, IPv4(41, IPv6(17, Udp(1, 2, Payload)))), ["Ethernet/IPv4/IPv6/UDP"]),
        ["4in6"] = (Ethernet(0x86DD, IPv6(4, IPv4(17, Udp(1, 2, Payload)))), ["Ethernet/IPv6/IPv4/UDP"]),
        ["gre"] = (Ethernet(0x0800, IPv4(47, Gre(0x0800, IPv4(1, Icmp(8, 0)), key: 99, sequence: 1, checksum: true))), ["Ethernet/IPv4/GRE", "IPv4/ICMPv4"]),
        ["gre with routes"] = (Ethernet(0x0800, IPv4(47, Gre(0x0800, IPv4(1, Icmp(8, 0)), routes: [8, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0]))), ["Ethernet/IPv4/GRE", "IPv4/ICMPv4"]),
        ["gre of ethernet"] = (Ethernet(0x0800, IPv4(47, Gre(0x6558, Ethernet(0x0806, new byte[28])))), ["Ethernet/IPv4/GRE", "Ethernet/ARP"]),
        ["gre of mpls is one cut"] = (Ethernet(0x0800, IPv4(47, Gre(0x8847, Mpls(IPv4(1, Icmp(8, 0)), 16)))), ["Ethernet/IPv4/GRE/MPLS", "IPv4/ICMPv4"]),
        ["pptp"] = (Ethernet(0x0800, IPv4(47, [0x30, 0x01, 0x88, 0x0B, .. Two(30), .. Two(5), .. Four(1), 0xFF, 3, 0, 0x21, .. IPv4(17, Udp(1, 2, []))])), ["Ethernet/IPv4/GRE", "PPP/IPv4/UDP"]),
        ["erspan I"] = (Ethernet(0x0800, IPv4(47, Gre(0x88BE, Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)))))), ["Ethernet/IPv4/GRE", "Ethernet/IPv4/TCP"]),
        ["erspan II"] = (Ethernet(0x0800, IPv4(47, Gre(0x88BE, [0x10, 1, 0, 5, 0, 0, 0, 0, .. Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)))], sequence: 1))), ["Ethernet/IPv4/GRE", "Ethernet/IPv4/TCP"]),
        ["erspan III"] = (Ethernet(0x0800, IPv4(47, Gre(0x22EB, [0x20, 1, 0, 5, .. new byte[7], 1, .. new byte[8], .. Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)))], sequence: 1))), ["Ethernet/IPv4/GRE", "Ethernet/IPv4/TCP"]),
        ["erspan III of ip"] = (Ethernet(0x0800, IPv4(47, Gre(0x22EB, [0x20, 1, 0, 5, 0, 0, 0, 0, 0, 0, 8, 0, .. IPv4(6, Tcp(1, 2, 2))], sequence: 1))), ["Ethernet/IPv4/GRE", "IPv4/TCP"]),
        ["gre of arp"] = (Ethernet(0x0800, IPv4(47, Gre(0x0806, new byte[28]))), ["Ethernet/IPv4/GRE", "ARP"]),
        ["mpls of ethernet whose address begins like ipv4"] = (Ethernet(0x8847, Mpls(Addressed("48:45:20:00:20:0f", 0x0800, IPv4(17, Udp(1, 2, Payload))), 100)), ["Ethernet/MPLS", "Ethernet/IPv4/UDP"]),
        ["mpls of ethernet whose address begins like ipv6"] = (Ethernet(0x8847, Mpls(Addressed("6c:4b:90:1f:00:10", 0x0800, IPv4(17, Udp(1, 2, Payload))), 100)), ["Ethernet/MPLS", "Ethernet/IPv4/UDP"]),
        ["vxlan-gpe of mpls"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 4790, VxlanGeneric(7, 5, Mpls(IPv4(1, Icmp(8, 0)), 16))))), ["Ethernet/IPv4/UDP/VXLAN", "MPLS", "IPv4/ICMPv4"]),
        ["mpls stack"] = (Ethernet(0x8847, Mpls(IPv6(17, Udp(1, 2, Payload)), 100, 200, 300)), ["Ethernet/MPLS/MPLS/MPLS", "IPv6/UDP"]),
        ["mpls of ethernet"] = (Ethernet(0x8847, Mpls(Ethernet(0x0800, IPv4(17, Udp(1, 2, Payload)), 3, 4), 100)), ["Ethernet/MPLS", "Ethernet/IPv4/UDP"]),
        ["mpls of ethernet behind a control word"] = (Ethernet(0x8847, Mpls([0, 0, 0, 0, .. Ethernet(0x0800, IPv4(17, Udp(1, 2, Payload)), 3, 4)], 100)), ["Ethernet/MPLS", "Ethernet/IPv4/UDP"]),
        ["mpls over udp"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 6635, Mpls(IPv4(1, Icmp(8, 0)), 16)))), ["Ethernet/IPv4/UDP/MPLS", "IPv4/ICMPv4"]),
        ["mpls over contrail's port"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 51234, Mpls(Ethernet(0x0806, new byte[28]), 16)))), ["Ethernet/IPv4/UDP/MPLS", "Ethernet/ARP"]),
        ["vxlan"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 4789, Vxlan(7, Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2))))))), ["Ethernet/IPv4/UDP/VXLAN", "Ethernet/IPv4/TCP"]),
        ["vxlan on linux's port"] = (Ethernet(0x86DD, IPv6(17, Udp(50000, 8472, Vxlan(7, Ethernet(0x0806, new byte[28]))))), ["Ethernet/IPv6/UDP/VXLAN", "Ethernet/ARP"]),
        ["vxlan-gpe"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 4790, VxlanGeneric(7, 2, IPv6(58, Icmp(129, 0)))))), ["Ethernet/IPv4/UDP/VXLAN", "IPv6/ICMPv6/ICMPv6Echo"]),
        ["no vxlan without its flag"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 4789, Payload))), ["Ethernet/IPv4/UDP"]),
        ["geneve with options"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 6081, Geneve(9, 0x6558, Ethernet(0x0800, IPv4(17, Udp(1, 2, Payload))), optionWords: 3)))), ["Ethernet/IPv4/UDP/Geneve", "Ethernet/IPv4/UDP"]),
        ["geneve of ip"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 6081, Geneve(9, 0x86DD, IPv6(6, Tcp(1, 2, 2)))))), ["Ethernet/IPv4/UDP/Geneve", "IPv6/TCP"]),
        ["etherip"] = (Ethernet(0x0800, IPv4(97, [0x30, 0, .. Ethernet(0x0806, new byte[28])])), ["Ethernet/IPv4/EtherIP", "Ethernet/ARP"]),
        ["three tags"] = (Ethernet(0x88A8, Vlan(1, 0x9100, Vlan(2, 0x9200, Vlan(3, 0x0806, new byte[28])))), ["Ethernet/Dot1Q/Dot1Q/Dot1Q/ARP"]),
        ["backbone service"] = (Ethernet(0x88A8, Vlan(1, 0x88E7, [0, 0, 1, 4, .. Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)), 3, 4)])), ["Ethernet/Dot1Q/PBB", "Ethernet/IPv4/TCP"]),
        ["trill with options"] = (Ethernet(0x22F3, [0, 0x46, 0, 1, 0, 2, 0, 0, 0, 0, .. Ethernet(0x0800, IPv4(6, Tcp(1, 2, 2)), 3, 4)]), ["Ethernet/TRILL", "Ethernet/IPv4/TCP"]),
        ["macsec that signs"] = (Ethernet(0x88E5, [0x20, 0, 0, 0, 0, 1, .. new byte[8], 8, 0, .. IPv4(6, Tcp(1, 2, 2)), .. new byte[16]]), ["Ethernet/MACsec/IPv4/TCP"]),
        ["macsec that encrypts"] = (Ethernet(0x88E5, [0x0C, 0, 0, 0, 0, 1, .. Payload]), ["Ethernet/MACsec"]),
        ["l2tp"] = (Ethernet(0x0800, IPv4(17, Udp(1701, 1701, [0x48, 2, 0, 48, 0, 1, 0, 2, 0, 3, 0, 4, 0xFF, 3, 0, 0x21, .. IPv4(1, Icmp(8, 0))]))), ["Ethernet/IPv4/UDP/L2TP", "PPP/IPv4/ICMPv4"]),
        ["control of l2tp"] = (Ethernet(0x0800, IPv4(17, Udp(1701, 1701, [0xC8, 2, 0, 12, 0, 1, 0, 0, 0, 0, 0, 0]))), ["Ethernet/IPv4/UDP"]),
        ["capwap of ethernet"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 5247, [0, 0x10, 2, 0, 0, 0, 0, 0, .. Ethernet(0x0806, new byte[28])]))), ["Ethernet/IPv4/UDP/CAPWAP", "Ethernet/ARP"]),
        ["capwap of 802.11"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 5247, [0, 0x10, 3, 0, 0, 0, 0, 0, 8, 1, .. new byte[22], .. Snap(0, 0x0800, IPv4(1, Icmp(8, 0)))]))), ["Ethernet/IPv4/UDP/CAPWAP", "Dot11/LLC/SNAP/IPv4/ICMPv4"]),
        ["capwap of 802.11 in another byte order"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 5247, [0, 0x10, 3, 0, 0, 0, 0, 0, 1, 8, .. new byte[22], .. Snap(0, 0x0800, IPv4(1, Icmp(8, 0)))]))), ["Ethernet/IPv4/UDP/CAPWAP", "Dot11/LLC/SNAP/IPv4/ICMPv4"]),
        ["control of capwap"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 5246, [0, 0x10, 2, 0, 0, 0, 0, 0, .. Payload]))), ["Ethernet/IPv4/UDP/CAPWAP"]),
        ["encrypted capwap"] = (Ethernet(0x0800, IPv4(17, Udp(5247, 50000, [1, 0, 0, 0, 22, 254, 255, .. Payload]))), ["Ethernet/IPv4/UDP/CAPWAP"]),
        ["tzsp"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 37008, [1, 0, 0, 1, 0, 10, 1, 7, 1, .. Ethernet(0x0806, new byte[28])]))), ["Ethernet/IPv4/UDP/TZSP", "Ethernet/ARP"]),
        ["tunnels in tunnels"] = (Ethernet(0x0800, IPv4(17, Udp(50000, 4789, Vxlan(7, Ethernet(0x0800, IPv4(47, Gre(0x0800, IPv4(17, Udp(1, 6081, Geneve(3, 0x0800, IPv4(1, Icmp(8, 0)))))))))))),
            ["Ethernet/IPv4/UDP/VXLAN", "Ethernet/IPv4/GRE", "IPv4/UDP/Geneve", "IPv4/ICMPv4"]),
        ["fragment"] = (Ethernet(0x0800, IPv4(17, Payload, fragment: 0x2000)), ["Ethernet/IPv4/Fragment"]),
        ["ipv6 fragment"] = (Ethernet(0x86DD, IPv6(44, Fragment6(17, 8, true, Payload))), ["Ethernet/IPv6/IPv6Fragment/Fragment"]),
        ["atomic fragment"] = (Ethernet(0x86DD, IPv6(44, Fragment6(17, 0, false, Udp(1, 2, Payload)))), ["Ethernet/IPv6/IPv6Fragment/UDP"]),
        ["ntp"] = (Ethernet(0x0800, IPv4(17, Udp(123, 123, new byte[48]))), ["Ethernet/IPv4/UDP/NTP"]),
        ["corrupted ntp"] = (Ethernet(0x0800, IPv4(17, Udp(123, 123, new byte[40]))), ["Ethernet/IPv4/UDP"]),
        ["corrupted dns"] = (Ethernet(0x0800, IPv4(17, Udp(5353, 53, Payload))), ["Ethernet/IPv4/UDP"]),
        ["dhcp"] = (Ethernet(0x0800, IPv4(17, Udp(68, 67, [.. new byte[236], 0x63, 0x82, 0x53, 0x63, 255]))), ["Ethernet/IPv4/UDP/DHCPv4"]),
        ["dhcpv6"] = (Ethernet(0x86DD, IPv6(17, Udp(546, 547, [1, 2, 3, 4]))), ["Ethernet/IPv6/UDP/DHCPv6"]),
    };

    private static byte[] Addressed(string destination, int type, byte[] payload) =>
        [.. Convert.FromHexString(destination.Replace(":", "", StringComparison.Ordinal)), .. Ethernet(type, payload)[6..]];

    public static TheoryData<string> Names() => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_are_named_and_tunnels_cut(string name)
    {
        var (frame, paths) = Known[name];
        var flows = Metered(null, frame);
        Assert.Equal(paths, flows.Select(flow => flow.LayersPath));
        Assert.All(flows, flow => Assert.Equal(flow.LayersPath.Split('/')[^1], flow.Application));
        for (int at = 1; at < flows.Count; at++)
            Assert.Equal(flows[at - 1].UUID, flows[at].ParentUUID);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_packet_that_was_kept_is_read_as_what_it_was(string name)
    {
        foreach (var flow in Metered(new FlowTableOptions { RawPacketLimit = 1 }, Known[name].Frame))
        {
            var packet = Assert.Single(flow.RawPackets);
            Assert.Contains(flow.LayersPath, Metered(null, packet.LinkType, [packet.Data.ToArray()]).Select(again => again.LayersPath));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wherever_a_frame_is_cut_it_is_metered_as_far_as_it_goes(string name)
    {
        byte[] frame = Known[name].Frame;
        for (int captured = 0; captured < frame.Length; captured++)
        {
            using var table = new FlowTable(new FlowTableOptions { IPDefrag = true, ReassembleTCP = true });
            table.Add(new Frame(frame.AsSpan(0, captured), Noon, LinkType.Ethernet, frame.Length));
            var statistics = table.Statistics;
            Assert.Equal(1, statistics.PacketsReceived);
            if (captured < 14)
                Assert.Equal((1, 1, 0), (statistics.PacketsDropped, statistics.TruncatedLink, statistics.FlowCount));
            else if (table.Flows is [var flow, ..])
                Assert.Equal(frame.Length, flow.Metric.ABBytes + flow.Metric.BABytes);
        }
    }

    [Theory]
    [InlineData(LinkType.Raw)]
    [InlineData(LinkType.RawBsd)]
    [InlineData(LinkType.RawOpenBsd)]
    [InlineData(LinkType.IPv4)]
    public void Bare_ip_begins_at_its_header(LinkType linkType)
    {
        var flow = Assert.Single(Metered(null, linkType, [IPv4(6, Tcp(1, 2, 2))]));
        Assert.Equal(("IPv4/TCP", null, 40), (flow.LayersPath, flow.Link, flow.Metric.ABBytes));
    }

    [Fact]
    public void Cooked_and_loopback_headers_have_no_name_and_no_bytes()
    {
        byte[] datagram = IPv6(17, Udp(1, 2, []));
        foreach (var (linkType, header) in new (LinkType, byte[])[]
        {
            (LinkType.LinuxCooked, [0, 0, 0, 1, 0, 6, .. new byte[8], 0x86, 0xDD]),
            (LinkType.LinuxCooked2, [0x86, 0xDD, .. new byte[18]]),
            (LinkType.Null, [10, 0, 0, 0]),
            (LinkType.Null, [0, 0, 0, 30]),
            (LinkType.Loop, [0, 0, 0, 24]),
        })
        {
            var flow = Assert.Single(Metered(null, linkType, [[.. header, .. datagram]]));
            Assert.Equal(("IPv6/UDP", null, 48), (flow.LayersPath, flow.Link, flow.Metric.ABBytes));
        }
    }

    [Fact]
    public void Datagrams_without_a_link_header_in_a_file_that_says_Ethernet_are_met_as_what_they_are()
    {
        Assert.Equal("IPv4/ICMPv4", Assert.Single(Metered(null, IPv4(1, Icmp(8, 0, 1, 1, new byte[48])))).LayersPath);
        Assert.Equal("IPv6/ICMPv6/ICMPv6Echo", Assert.Single(Metered(null, IPv6(58, Icmp(128, 0, 1, 1, new byte[48])))).LayersPath);
        byte[] damaged = IPv4(1, Icmp(8, 0, 1, 1, new byte[48]));
        damaged[10] ^= 1;
        Assert.Equal("Ethernet", Assert.Single(Metered(null, damaged)).LayersPath);
    }
}
