using static Steffi.Flows.Tests.CarriedPackets;

namespace Steffi.Flows.Tests;

public sealed class LinkTypeTests
{
    private static byte[] Packet => IPv4(6, Tcp);

    [Fact]
    public void Ppp_may_leave_out_address_and_control()
    {
        Assert.Equal(["PPP/IPv4/TCP 10.0.0.1 5000"], FlowsOf([0xff, 3, 0, 0x21, .. Packet], LinkType.Ppp));
        Assert.Equal(["PPP/IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x21, .. Packet], LinkType.Ppp));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x0f, 0, 8, 0, .. Packet], LinkType.PppHdlc));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x8f, 0, 8, 0, .. Packet], LinkType.CiscoHdlc));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_log_of_netfilter_has_the_packet_among_its_attributes(bool bigEndian)
    {
        var frame = new CaptureBytes(bigEndian).Raw(2, 0, 0, 0).U16(5).U16(10).Raw(1, 0, 0, 0).U16(4 + Packet.Length).U16(9).Raw(Packet).ToArray();
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf(frame, LinkType.NetfilterLog));
        Assert.Empty(FlowsOf(frame[..12], LinkType.NetfilterLog));
    }

    [Fact]
    public void Frame_relay_names_the_protocol_or_has_an_ethertype()
    {
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x18, 0x41, 3, 0xcc, .. Packet], LinkType.FrameRelay));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x18, 0x40, 0x40, 0x41, 3, 0, 0xcc, .. Packet], LinkType.FrameRelay));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0, .. Packet], LinkType.FrameRelay));
        Assert.Equal(["Ethernet/IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x18, 0x41, 3, 0, 0x80, 0, 0x80, 0xc2, 0, 7, .. Ethernet(0x800, Packet)], LinkType.FrameRelay));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([0x18, 0x41, 8, 0, .. Packet], LinkType.FrameRelay));
    }

    [Theory]
    [InlineData(0, "02:00:00:00:00:02", "02:00:00:00:00:01")]
    [InlineData(1, "02:00:00:00:00:02", "02:00:00:00:00:03")]
    [InlineData(2, "02:00:00:00:00:03", "02:00:00:00:00:01")]
    [InlineData(3, "02:00:00:00:00:04", "02:00:00:00:00:03")]
    public void The_ends_of_a_radio_frame_depend_on_its_direction(byte direction, string from, string to)
    {
        byte[] addresses = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 3, 0, 0, .. direction == 3 ? (byte[])[2, 0, 0, 0, 0, 4] : []];
        byte[] frame = [0x88, direction, 0, 0, .. addresses, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, .. Packet];
        var flow = Assert.Single(Meter(frame, LinkType.Ieee80211));
        Assert.Equal(("Dot11/LLC/SNAP/IPv4/TCP", from, to), (flow.LayersPath, flow.Link!.A, flow.Link.B));
        Assert.Equal(flow.Metric.ABBytes, Assert.Single(Meter([0, 0, 8, 0, 0, 0, 0, 0, .. frame], LinkType.Ieee80211Radio)).Metric.ABBytes);
    }

    [Fact]
    public void Encrypted_radio_frames_and_beacons_are_payload()
    {
        Assert.Equal(["Dot11"], FlowsOf([8, 0x41, .. new byte[22], .. new byte[40]], LinkType.Ieee80211));
        Assert.Equal(["Dot11"], FlowsOf([0x80, 0, .. new byte[22], .. new byte[40]], LinkType.Ieee80211));
    }

    [Fact]
    public void A_header_that_names_the_link_type_of_what_follows_is_passed_over()
    {
        byte[] header = [12, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
        Assert.Equal(["Ethernet/IPv4/TCP 10.0.0.1 5000"], FlowsOf([.. header, .. Ethernet(0x800, Packet)], LinkType.Pktap));
        Assert.Equal(["IPv4/TCP 10.0.0.1 5000"], FlowsOf([.. new byte[16], .. Packet], LinkType.Slip));
        Assert.Equal(["PPP/IPv4/TCP 10.0.0.1 5000"], FlowsOf([1, 0xff, 3, 0, 0x21, .. Packet], LinkType.PppWithDirection));
    }

    [Fact]
    public void Headers_of_rarer_links_are_passed_over()
    {
        byte[] snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0, .. Packet], ethernet = Ethernet(0x800, Packet), radio = [8, 0, .. new byte[22], .. snap];
        string[] bare = ["IPv4/TCP 10.0.0.1 5000"], logical = ["LLC/SNAP/IPv4/TCP 10.0.0.1 5000"], framed = ["Ethernet/IPv4/TCP 10.0.0.1 5000"], heard = ["Dot11/LLC/SNAP/IPv4/TCP 10.0.0.1 5000"];
        (LinkType Link, byte[] Frame, string[] Flows)[] links =
        [
            (LinkType.TokenRing, [0x10, 0x40, .. new byte[12], .. snap], logical), (LinkType.TokenRing, [0x10, 0x40, .. new byte[6], 0x80, .. new byte[5], 4, 0x70, 1, 2, .. snap], logical),
            (LinkType.Fddi, [0x50, .. new byte[12], .. snap], logical), (LinkType.IPOverFibreChannel, [.. new byte[16], .. snap], logical),
            (LinkType.AtmClip, snap, logical), (LinkType.AtmClip, Packet, bare), (LinkType.BsdEncapsulation, [.. new byte[12], .. Packet], bare),
            (LinkType.PacketFilterLog, [61, 2, .. new byte[62], .. Packet], bare), (LinkType.SolarisIPNet, [1, 1, .. new byte[22], .. Packet], bare),
            (LinkType.NetAnalyzer, [0, 0, 0, 0, .. ethernet], framed), (LinkType.NetAnalyzerTransparent, [.. new byte[12], .. ethernet], framed),
            (LinkType.BroadcomTag, [.. ethernet[..12], 0x20, 0, 0, 1, .. ethernet[12..]], framed), (LinkType.BroadcomTagBefore, [0x20, 0, 0, 1, .. ethernet], framed),
            (LinkType.MarvellTag, [.. ethernet[..12], 0xc0, 0, 0, 0, .. ethernet[12..]], framed), (LinkType.MarvellEtherTypeTag, [.. ethernet[..12], 0xda, 0xda, 0, 0, 0xc0, 0, 0, 0, .. ethernet[12..]], framed),
            (LinkType.AppleIPOverFirewire, [.. new byte[16], 8, 0, .. Packet], bare), (LinkType.IPOverInfiniBand, [.. new byte[40], 8, 0, 0, 0, .. Packet], bare),
            (LinkType.Ieee80211Prism, [0, 0, 0, 0x44, .. new byte[140], .. radio], heard), (LinkType.Ieee80211Prism, [0x80, 0x21, 0x10, 1, 0, 0, 0, 64, .. new byte[56], .. radio], heard),
            (LinkType.Ieee80211Avs, [0x80, 0x21, 0x10, 2, 0, 0, 0, 64, .. new byte[56], .. radio], heard),
            (LinkType.PerPacketInformation, [0, 0, 12, 0, 105, 0, 0, 0, 1, 2, 3, 4, .. radio], heard), (LinkType.PerPacketInformation, [0, 0, 8, 0, 13, 1, 0, 0, .. new byte[12], .. ethernet], []),
        ];
        foreach (var (link, frame, flows) in links)
        {
            Assert.Equal(flows, FlowsOf(frame, link));
            // Cut anywhere it says less, and never fails.
            for (int length = 0; length < frame.Length; length++)
                Assert.InRange(FlowsOf(frame[..length], link).Count(), 0, 1);
        }
    }

    [Fact]
    public void Padding_behind_a_cooked_header_counts_as_behind_ethernet()
    {
        byte[] cooked = [0, 0, 0, 1, 0, 6, .. new byte[8], 8, 0, .. Packet, 0, 0, 0, 0, 0, 0];
        Assert.Equal(Packet.Length + 6, Assert.Single(Meter(cooked, LinkType.LinuxCooked)).Metric.ABBytes);
        Assert.Equal(Packet.Length, Assert.Single(Meter([.. Packet, 0, 0], LinkType.Raw)).Metric.ABBytes);
    }

    [Fact]
    public void A_tag_of_a_virtual_interface_is_passed_over() =>
        Assert.Equal(["Ethernet/IPv4/TCP 10.0.0.1 5000"], FlowsOf(Ethernet(0x8926, [0, 1, 0, 2, 8, 0, .. Packet])));

    [Fact]
    public void A_dissector_is_shown_what_follows_llc_only_where_no_ip_does()
    {
        var seen = new Witness();
        var options = new FlowTableOptions { Classify = true, Dissectors = [seen] };
        Meter(Ethernet(8, [0xaa, 0xaa, 3]), options: options);
        byte[] snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0, .. IPv4(17, Udp(1, 2, [7, 7]))];
        Meter(Ethernet(snap.Length, snap), options: options);
        Assert.Contains("Udp 0707", seen.Payloads);
    }

    private sealed class Witness() : FlowDissector("SEEN", DissectorCarriers.Udp | DissectorCarriers.Link)
    {
        public List<string> Payloads { get; } = [];

        public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
        {
            Payloads.Add($"{input.Carrier} {Convert.ToHexString(input.Payload)}");
            return Verdict.More;
        }
    }
}
