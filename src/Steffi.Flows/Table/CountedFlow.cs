namespace Steffi.Flows;

/// <summary>
/// What was counted elsewhere of one flow: by an eBPF map, a switch, another process. <see cref="FlowTable.Merge(in CountedFlow)"/> gives it the keys and ids
/// that its packets would have had, so that it meets flows that were captured.
/// </summary>
/// <remarks>A is the sender of the flow's first packet. Counters and flags are what came since the same flow was merged last.</remarks>
public struct CountedFlow
{
    /// <summary>48 bits of MAC address, the first byte highest; with <see cref="HasLink"/>.</summary>
    public ulong LinkA { get; set; }

    /// <summary>The same of B.</summary>
    public ulong LinkB { get; set; }

    /// <summary>False for interfaces without a link header.</summary>
    public bool HasLink { get; set; }

    /// <summary>VLAN ids, 12 bits each, the outermost lowest; 0 without. An id of 0 has no place here.</summary>
    public long Vlans { get; set; }

    /// <summary>4 or 6; 0 without a network layer.</summary>
    public byte IPVersion { get; set; }

    /// <summary>The address as a number in network order; IPv4 in the low 32 bits.</summary>
    public UInt128 NetworkA { get; set; }

    /// <summary>The same of B.</summary>
    public UInt128 NetworkB { get; set; }

    /// <summary>IANA protocol number; without a network layer the EtherType.</summary>
    public ushort Protocol { get; set; }

    /// <summary>0 without ports.</summary>
    public ushort PortA { get; set; }

    /// <summary>The same of B.</summary>
    public ushort PortB { get; set; }

    /// <summary>Of the first packet, with <see cref="Protocol"/> 1 and 58.</summary>
    public byte IcmpType { get; set; }

    /// <summary>Of the first packet.</summary>
    public byte IcmpCode { get; set; }

    /// <summary>Of an echo; bytes 4 and 5 of other ICMPv4 messages.</summary>
    public ushort IcmpId { get; set; }

    /// <summary>The tunnel that this flow is: 0 none, 1 GRE, 3 VXLAN, 4 Geneve.</summary>
    public byte Tunnel { get; set; }

    /// <summary>VNI or GRE key of that tunnel.</summary>
    public uint TunnelID { get; set; }

    /// <summary>What <see cref="FlowTable.Merge(in CountedFlow)"/> returned for the flow around this one; 0 outside of tunnels.</summary>
    public ulong Parent { get; set; }

    /// <summary>Nanoseconds since 1970, UTC, of the first packet.</summary>
    public long Start { get; set; }

    /// <summary>Of the last packet.</summary>
    public long Last { get; set; }

    /// <summary>Packets from A to B.</summary>
    public long ABPackets { get; set; }

    /// <summary>Their original bytes, the link header included.</summary>
    public long ABBytes { get; set; }

    /// <summary>Packets from B to A.</summary>
    public long BAPackets { get; set; }

    /// <summary>Their original bytes.</summary>
    public long BABytes { get; set; }

    /// <summary>TCP: all control bits that A set, as in byte 13 of the header (1 FIN, 2 SYN, 4 RST, 16 ACK).</summary>
    public byte ABFlags { get; set; }

    /// <summary>The same of B.</summary>
    public byte BAFlags { get; set; }

    /// <summary>Time to live of A's SYN, 0 when it was not seen.</summary>
    public byte ABSynTTL { get; set; }

    /// <summary>The same of B.</summary>
    public byte BASynTTL { get; set; }

    /// <summary>Nanoseconds since 1970 of A's first SYN; 0 when it was not seen.</summary>
    public long ABSynStart { get; set; }

    /// <summary>The same of B.</summary>
    public long BASynStart { get; set; }

    /// <summary>Nanoseconds since 1970 of A's last FIN.</summary>
    public long ABFinStart { get; set; }

    /// <summary>The same of B.</summary>
    public long BAFinStart { get; set; }

    /// <summary>Nanoseconds since 1970 of A's last RST.</summary>
    public long ABRstStart { get; set; }

    /// <summary>The same of B.</summary>
    public long BARstStart { get; set; }

    /// <summary>Nanoseconds; 0 when not measured.</summary>
    public long RTT { get; set; }

    /// <summary>With IPDefrag: fragments of its datagrams, beside the last one of each.</summary>
    public long Fragments { get; set; }

    /// <summary>With IPDefrag: fragments that were none of their datagrams.</summary>
    public long FragmentErrors { get; set; }
}
