using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>RMCP, which carries IPMI.</summary>
/// <remarks>Source: DMTF DSP0136, 3.2.2.</remarks>
public sealed class RmcpDissector() : MarkDissector("RMCP", DissectorCarriers.Udp, 623, 664)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload is [6, 0, _, 6 or 7 or 0x86 or 0x87, ..]);
}
