using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Link-local multicast name resolution.</summary>
/// <remarks>Source: RFC 4795.</remarks>
public sealed class LinkLocalNameDissector() : NamingDissector("LLMNR", DissectorCarriers.Udp | DissectorCarriers.Tcp, 5355)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;
}
