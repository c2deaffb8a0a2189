using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>BFD.</summary>
/// <remarks>Source: RFC 5880, 4.1.</remarks>
public sealed class BfdDissector() : MarkDissector("BFD", DissectorCarriers.Udp, 3784, 4784, 3785)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload.Length >= 24 && input.Payload[0] >> 5 == 1 && input.Payload[3] is >= 24 and var length && length <= input.Payload.Length && input.Payload[2] > 0);
}
