using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>LDP, which hands out MPLS labels.</summary>
/// <remarks>Source: RFC 5036, 3.1.</remarks>
public sealed class LdpDissector() : MarkDissector("LDP", DissectorCarriers.Tcp | DissectorCarriers.Udp, 646)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload.Length < 10 ? input.Payload[0] == 0 ? Verdict.More : Verdict.NotMine : If(input.Payload is [0, 1, var high, var low, ..] && (high << 8 | low) is >= 14 and <= 4096);
}
