using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>WireGuard: an initiation and its answer, or data after the mark on its port.</summary>
/// <remarks>Source: WireGuard, protocol and cryptography.</remarks>
public sealed class WireGuardDissector() : MarkDissector("WireGuard", DissectorCarriers.Udp, 51820)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        return payload is not [>= 1 and <= 4, 0, 0, 0, ..] ? Verdict.NotMine
            : payload[0] == 1 && payload.Length == 148 || payload[0] == 2 && payload.Length == 92 || payload[0] == 3 && payload.Length == 64 ? Verdict.Done
            : If(OnPort(input) && payload[0] == 4 && payload.Length >= 32 && payload.Length % 16 == 0);
    }
}
