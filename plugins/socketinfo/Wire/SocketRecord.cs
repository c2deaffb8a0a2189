using System.Net;

namespace Steffi.Plugins.SocketInfo;

/// <summary>One end of a connection.</summary>
internal readonly record struct SocketEnd(IPAddress Address, ushort Port)
{
    /// <summary>No peer: a listening or unconnected socket.</summary>
    public bool IsAny => Port == 0;

    /// <summary>With an IPv4 address for a mapped one, so that both ends of a connection spell it alike.</summary>
    public SocketEnd Unmapped() => Address.IsIPv4MappedToIPv6 ? new(Address.MapToIPv4(), Port) : this;
}

/// <summary>
/// A socket as the kernel tells it. Cookie is the kernel's own number of it, never used twice while the machine runs; Inode is that of the file
/// that processes hold, 0 for a connection that no process has (yet, or any more). RoundTrip is in microseconds, smoothed; 0 unknown.
/// </summary>
internal readonly record struct SocketRecord(
    TransportProtocol Protocol, SocketState State, SocketEnd Local, SocketEnd Remote, ulong Cookie, uint Inode, uint RoundTrip = 0)
{
    /// <summary>Whether a socket bound as this one takes what is sent to an end.</summary>
    public bool Takes(SocketEnd asked) => Local.Port == asked.Port && (Local.Address.Equals(IPAddress.Any) || Local.Address.Equals(IPAddress.IPv6Any)
        || Local.Unmapped().Address.Equals(asked.Unmapped().Address));

    /// <summary>Not what ss shows either: half-open requests and what only waits for stray segments.</summary>
    public bool IsShown => State is not (SocketState.TimeWait or SocketState.SynReceived or SocketState.NewSynReceived)
        && !(Protocol == TransportProtocol.Tcp && State == SocketState.Close);
}
