namespace Steffi.Flows;

/// <summary>What a frame begins with: the numbers of the LINKTYPE_ registry, as capture files name them.</summary>
/// <remarks>Source: the tcpdump group's list of link-layer header types. A number that is not named here may stand in a frame; such a frame is counted, not metered.</remarks>
public enum LinkType
{
    /// <summary>BSD loopback: four bytes of address family in the byte order of the machine that captured.</summary>
    Null = 0,

    /// <summary>Ethernet.</summary>
    Ethernet = 1,

    /// <summary>PPP, with or without its address and control bytes.</summary>
    Ppp = 9,

    /// <summary>A bare IP packet, as BSD numbers it (DLT_RAW).</summary>
    RawBsd = 12,

    /// <summary>A bare IP packet, as OpenBSD numbers it.</summary>
    RawOpenBsd = 14,

    /// <summary>PPP in HDLC-like framing, or Cisco's HDLC on the same lines.</summary>
    PppHdlc = 50,

    /// <summary>A bare IP packet, version 4 or 6.</summary>
    Raw = 101,

    /// <summary>Cisco's HDLC: address, control and EtherType.</summary>
    CiscoHdlc = 104,

    /// <summary>OpenBSD loopback: four bytes of address family in network order.</summary>
    Loop = 108,

    /// <summary>Linux "cooked" capture, version 1.</summary>
    LinuxCooked = 113,

    /// <summary>A bare IPv4 packet.</summary>
    IPv4 = 228,

    /// <summary>A bare IPv6 packet.</summary>
    IPv6 = 229,

    /// <summary>Linux netfilter's log: attributes, one of them the IP packet.</summary>
    NetfilterLog = 239,

    /// <summary>Linux "cooked" capture, version 2.</summary>
    LinuxCooked2 = 276,
}
