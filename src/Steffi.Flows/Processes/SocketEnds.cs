using System.Globalization;
using System.Net;

namespace Steffi.Flows;

/// <summary>What a socket and a flow have in common: protocol, and the two ends from the socket's side.</summary>
internal readonly record struct SocketEnds(string Protocol, string Local, int LocalPort, string Remote, int RemotePort)
{
    private const string Anybody = "";

    public SocketEnds Reversed => new(Protocol, Remote, RemotePort, Local, LocalPort);

    /// <summary>Of a socket that takes from anybody what goes to this one.</summary>
    public SocketEnds Serving => this with { Remote = Anybody, RemotePort = 0 };

    /// <summary>Of one of a node's Sockets; null when it is none. Who takes from anybody has a peer without an address, whatever the family.</summary>
    public static SocketEnds? Of(Metadata socket)
    {
        if (socket["Protocol"].Kind != ValueKind.String || socket["LocalPort"].Kind != ValueKind.Int || socket["RemotePort"].Kind != ValueKind.Int)
            return null;
        int remotePort = (int)socket["RemotePort"].AsInt();
        return new SocketEnds(socket["Protocol"].AsString(), Address(socket["LocalAddress"]), (int)socket["LocalPort"].AsInt(),
            remotePort == 0 ? Anybody : Address(socket["RemoteAddress"]), remotePort);
    }

    /// <summary>Of a flow, from A's side; null when it is not between ports.</summary>
    public static SocketEnds? Of(Flow flow) => flow is { Network: { } network, Transport: { Protocol: "TCP" or "UDP" } transport }
        ? new SocketEnds(transport.Protocol, network.A, transport.A, network.B, transport.B)
        : null;

    // An IPv6 socket that talks IPv4 sends IPv4 packets.
    private static string Address(MetadataValue value)
    {
        var text = value.Kind == ValueKind.String ? value.AsString() : "";
        return text.StartsWith("::ffff:", StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && address.IsIPv4MappedToIPv6
            ? address.MapToIPv4().ToString()
            : text;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol} {Local}:{LocalPort} {Remote}:{RemotePort}");
}
