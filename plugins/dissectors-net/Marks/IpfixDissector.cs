using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IPFIX.</summary>
/// <remarks>Source: RFC 7011, 3.1.</remarks>
public sealed class IpfixDissector() : MarkDissector("IPFIX", DissectorCarriers.Udp | DissectorCarriers.Tcp | DissectorCarriers.Sctp, 4739)
{
    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload is [0, 10, var high, var low, ..] && input.Payload.Length >= 20 && (high << 8 | low) == input.Payload.Length && input.Payload[16] is 0 or 1);
}
