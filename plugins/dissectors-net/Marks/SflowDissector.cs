using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>sFlow 5.</summary>
/// <remarks>Source: sFlow version 5, datagram format.</remarks>
public sealed class SflowDissector() : MarkDissector("sFlow", DissectorCarriers.Udp, 6343)
{
    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload is [0, 0, 0, 5, 0, 0, 0, 1 or 2, ..] && input.Payload.Length >= 28);
}
