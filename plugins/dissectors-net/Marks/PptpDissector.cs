using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>PPTP's control connection.</summary>
/// <remarks>Source: RFC 2637, 2.</remarks>
public sealed class PptpDissector() : MarkDissector("PPTP", DissectorCarriers.Tcp, 1723)
{
    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload.Length < 8 ? input.Payload[0] == 0 ? Verdict.More : Verdict.NotMine : If(input.Payload is [0, _, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, ..]);
}
