namespace Steffi.Flows;

/// <summary>What a frame begins with: the numbers of the LINKTYPE_ registry, as capture files name them.</summary>
/// <remarks>Source: the tcpdump group's list of link-layer header types. A number that is not named here may stand in a frame; such a frame is counted, not metered.</remarks>
public enum LinkType
{
    /// <summary>BSD loopback: four bytes of address family in the byte order of the machine that captured.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>IEEE 802.5, token ring.</summary>
    TokenRing = 6,

    /// <summary>SLIP: sixteen bytes of direction and compression, then IP.</summary>
    Slip = 8,

    /// <summary>PPP, with or without its address and control bytes.</summary>
    Ppp = 9,

    /// <summary>FDDI.</summary>
    Fddi = 10,

    /// <summary>A bare IP packet, as BSD numbers it (DLT_RAW).</summary>
    RawBsd = 12,

    /// <summary>A bare IP packet, as OpenBSD numbers it.</summary>
    RawOpenBsd = 14,

    /// <summary>PPP in HDLC-like framing, or Cisco's HDLC on the same lines.</summary>
    PppHdlc = 50,

    /// <summary>PPPoE: its session header and PPP.</summary>
    PppEther = 51,

    /// <summary>RFC 2684 over ATM: LLC, mostly with SNAP.</summary>
    AtmRfc1483 = 100,

    /// <summary>A bare IP packet, version 4 or 6.</summary>
    Raw = 101,

    /// <summary>Cisco's HDLC: address, control and EtherType.</summary>
    CiscoHdlc = 104,

    /// <summary>IEEE 802.11.</summary>
    Ieee80211 = 105,

    /// <summary>Classical IP over ATM as Linux has it: RFC 2225, with LLC or without.</summary>
    AtmClip = 106,

    /// <summary>Frame Relay: RFC 2427's or Cisco's encapsulation.</summary>
    FrameRelay = 107,

    /// <summary>OpenBSD loopback: four bytes of address family in network order.</summary>
    Loop = 108,

    /// <summary>OpenBSD's encapsulation device: family, SPI, flags, then IP.</summary>
    BsdEncapsulation = 109,

    /// <summary>Linux "cooked" capture, version 1.</summary>
    LinuxCooked = 113,

    /// <summary>The log of BSD's packet filter: its length first, then IP.</summary>
    PacketFilterLog = 117,

    /// <summary>IEEE 802.11 behind a Prism header, or AVS's in its place.</summary>
    Ieee80211Prism = 119,

    /// <summary>RFC 2625: addresses, then LLC.</summary>
    IPOverFibreChannel = 122,

    /// <summary>IEEE 802.11 behind a radiotap header.</summary>
    Ieee80211Radio = 127,

    /// <summary>IP over IEEE 1394: two long addresses and an EtherType.</summary>
    AppleIPOverFirewire = 138,

    /// <summary>Apple's PKTAP by the number that older systems wrote: a header that says which link type follows.</summary>
    PktapUser2 = 149,

    /// <summary>IEEE 802.11 behind a header of AVS.</summary>
    Ieee80211Avs = 163,

    /// <summary>PPI: a header that says which link type follows.</summary>
    PerPacketInformation = 192,

    /// <summary>PPP behind a byte of direction.</summary>
    PppWithDirection = 204,

    /// <summary>An MPLS label stack.</summary>
    Mpls = 219,

    /// <summary>Solaris' ipnet: 24 bytes, then IP.</summary>
    SolarisIPNet = 226,

    /// <summary>A bare IPv4 packet.</summary>
    IPv4 = 228,

    /// <summary>A bare IPv6 packet.</summary>
    IPv6 = 229,

    /// <summary>Linux netfilter's log: attributes, one of them the IP packet.</summary>
    NetfilterLog = 239,

    /// <summary>Ethernet behind four bytes of a netANALYZER.</summary>
    NetAnalyzer = 240,

    /// <summary>The same with the frame's preamble.</summary>
    NetAnalyzerTransparent = 241,

    /// <summary>RFC 4391: a global routing header and an EtherType.</summary>
    IPOverInfiniBand = 242,

    /// <summary>Apple's PKTAP.</summary>
    Pktap = 258,

    /// <summary>Linux "cooked" capture, version 2.</summary>
    LinuxCooked2 = 276,

    /// <summary>Ethernet with a Broadcom switch's tag before its EtherType.</summary>
    BroadcomTag = 281,

    /// <summary>Ethernet behind a Broadcom switch's tag.</summary>
    BroadcomTagBefore = 282,

    /// <summary>Ethernet with a Marvell switch's tag before its EtherType.</summary>
    MarvellTag = 284,

    /// <summary>The same where the tag has an EtherType of its own.</summary>
    MarvellEtherTypeTag = 285,
}
