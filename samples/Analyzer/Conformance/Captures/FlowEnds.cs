using System.Globalization;
using System.Net;
using Steffi.Flows;

namespace Steffi.Analyzer.Conformance;

/// <summary>Two addresses with ports, in an order that does not depend on who spoke first.</summary>
internal readonly record struct FlowEnds(string Protocol, string Lower, int LowerPort, string Upper, int UpperPort)
{
    /// <param name="swapped">True when the first end given is <see cref="Upper"/>.</param>
    public static FlowEnds Of(string protocol, string address, int port, string other, int otherPort, out bool swapped)
    {
        address = Canonical(address);
        other = Canonical(other);
        // Of a tunnel only the port of arrival says something; the other one is random, and no part of a flow's key.
        if (IsTunnel(otherPort))
            port = otherPort;
        else if (IsTunnel(port))
            otherPort = port;
        int order = string.CompareOrdinal(address, other);
        swapped = order > 0 || (order == 0 && port > otherPort);
        return swapped ? new FlowEnds(protocol, other, otherPort, address, port) : new FlowEnds(protocol, address, port, other, otherPort);
    }

    /// <summary>Of a flow over TCP, UDP or SCTP; null for any other.</summary>
    public static FlowEnds? Of(Flow flow, out bool swapped)
    {
        swapped = false;
        return flow is { Network: { } network, Transport: { } transport } ? Of(transport.Protocol, network.A, transport.A, network.B, transport.B, out swapped) : null;
    }

    /// <summary>The same ends over whatever protocol, for a reference that does not say which.</summary>
    public FlowEnds OfAnyProtocol => this with { Protocol = "" };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol} {Lower} {LowerPort} - {Upper} {UpperPort}").TrimStart();

    private static bool IsTunnel(int port) => port is 4789 or 8472 or 4790 or 6081;

    private static string Canonical(string address) => IPAddress.TryParse(address, out var parsed) ? parsed.ToString() : address;
}
