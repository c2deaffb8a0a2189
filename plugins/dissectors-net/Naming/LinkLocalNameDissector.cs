using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Link-local multicast name resolution.</summary>
/// <remarks>Source: RFC 4795.</remarks>
public sealed class LinkLocalNameDissector() : FlowDissector("LLMNR", DissectorCarriers.Udp, 5355)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields) => SharedNaming.Dissect(ref input, fields);
}
