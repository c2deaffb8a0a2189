using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Multicast DNS.</summary>
/// <remarks>Source: RFC 6762.</remarks>
public sealed class MulticastDnsDissector() : NamingDissector("MDNS", DissectorCarriers.Udp, 5353)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;
}
