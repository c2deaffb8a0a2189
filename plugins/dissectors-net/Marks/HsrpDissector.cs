using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>HSRP, versions 1 and 2.</summary>
/// <remarks>Source: RFC 2281, 5.1.</remarks>
public sealed class HsrpDissector() : MarkDissector("HSRP", DissectorCarriers.Udp, 1985, 2029)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload is [0, 0 or 1 or 2 or 3, ..] or [1, >= 28, ..] && input.Payload.Length >= 20);
}
