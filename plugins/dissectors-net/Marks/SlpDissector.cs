using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The Service Location Protocol.</summary>
/// <remarks>Source: RFC 2608, 8; RFC 2165, 4 for version 1.</remarks>
public sealed class SlpDissector() : MarkDissector("SLP", DissectorCarriers.Udp | DissectorCarriers.Tcp, 427)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload is [1, >= 1 and <= 10, var high, var low, ..] ? If(input.Payload.Length >= 12 && (high << 8 | low) == input.Payload.Length)
        : If(input.Payload.Length >= 14 && input.Payload[0] == 2 && input.Payload[1] is >= 1 and <= 11 && (input.Payload[2] << 16 | input.Payload[3] << 8 | input.Payload[4]) == input.Payload.Length);
}
