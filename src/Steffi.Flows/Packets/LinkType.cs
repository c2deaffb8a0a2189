namespace Steffi.Flows;

/// <summary>What a frame begins with: the numbers of the LINKTYPE_ registry, as capture files name them.</summary>
/// <remarks>Source: the tcpdump group's list of link-layer header types. A number that is not named here may stand in a frame; such a frame is counted, not metered.</remarks>
public enum LinkType
{
    /// <summary>BSD loopback: four bytes of address family in the byte order of the machine that captured.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>SLIP: sixteen bytes of direction and compression, then IP.</summary>
    Slip = 8,

    /// <summary>PPP, with or without its address and control bytes.</summary>
    Ppp = 9,

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

    /// <summary>Frame Relay: RFC 2427's or Cisco's encapsulation.</summary>
    FrameRelay = 107,

    /// <summary>OpenBSD loopback: four bytes of address family in network order.</summary>
    Loop = 108,

    /// <summary>Linux "cooked" capture, version 1.</summary>
    LinuxCooked = 113,

    /// <summary>IEEE 802.11 behind a radiotap header.</summary>
    Ieee80211Radio = 127,

    /// <summary>Apple's PKTAP by the number that older systems wrote: a header that says which link type follows.</summary>
    PktapUser2 = 149,

    /// <summary>PPP behind a byte of direction.</summary>
    PppWithDirection = 204,

    /// <summary>An MPLS label stack.</summary>
    Mpls = 219,

    /// <summary>A bare IPv4 packet.</summary>
    IPv4 = 228,

    /// <summary>A bare IPv6 packet.</summary>
    IPv6 = 229,

    /// <summary>Linux netfilter's log: attributes, one of them the IP packet.</summary>
    NetfilterLog = 239,

    /// <summary>Apple's PKTAP.</summary>
    Pktap = 258,

    /// <summary>Linux "cooked" capture, version 2.</summary>
    LinuxCooked2 = 276,
}
