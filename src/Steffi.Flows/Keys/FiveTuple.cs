using System.Net;

namespace Steffi.Flows;

/// <summary>What a packet says of the conversation it belongs to: protocol, addresses and ports.</summary>
/// <param name="Protocol">The IANA protocol number of the IP header: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6, 132 SCTP.</param>
/// <param name="Source">The sender; of the same address family as <paramref name="Destination"/>.</param>
/// <param name="SourcePort">For ICMP and ICMPv6 the message type; 0 for protocols without ports.</param>
/// <param name="Destination">The receiver.</param>
/// <param name="DestinationPort">For ICMP and ICMPv6 the message code; 0 for protocols without ports.</param>
public readonly record struct FiveTuple(
    byte Protocol, IPAddress Source, ushort SourcePort, IPAddress Destination, ushort DestinationPort);
