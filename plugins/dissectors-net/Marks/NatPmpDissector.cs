using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>NAT-PMP and its successor PCP.</summary>
/// <remarks>Source: RFC 6886, 3; RFC 6887, 7.</remarks>
public sealed class NatPmpDissector() : MarkDissector("NAT-PMP", DissectorCarriers.Udp, 5351)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload is [0, 0, ..] or [0, 1 or 2 or 128 or 129 or 130, _, _, ..] or [2, _, 0, 0, ..]);
}
