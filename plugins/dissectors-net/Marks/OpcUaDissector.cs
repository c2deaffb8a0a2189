using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>OPC UA over TCP.</summary>
/// <remarks>Source: OPC 10000-6, 7.1.2.</remarks>
public sealed class OpcUaDissector() : MarkDissector("OPC-UA", DissectorCarriers.Tcp, 4840)
{
    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload.Length < 8 && "HELF"u8.StartsWith(input.Payload[..Math.Min(input.Payload.Length, 4)]) ? Verdict.More
        : If(input.Payload is [(byte)'H', (byte)'E', (byte)'L', (byte)'F', _, _, 0, 0, ..] or [(byte)'A', (byte)'C', (byte)'K', (byte)'F', _, 0, 0, 0, ..] or [(byte)'O', (byte)'P', (byte)'N', (byte)'F', _, _, 0, 0, ..]);
}
