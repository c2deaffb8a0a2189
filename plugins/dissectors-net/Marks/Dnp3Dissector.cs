using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>DNP3.</summary>
/// <remarks>Source: IEEE 1815, 9.2.</remarks>
public sealed class Dnp3Dissector() : MarkDissector("DNP3", DissectorCarriers.Tcp | DissectorCarriers.Udp, 20000)
{
    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload.Length < 10 ? Begins(input.Payload, [0x05, 0x64]) is Verdict.NotMine ? Verdict.NotMine : Verdict.More : If(input.Payload is [0x05, 0x64, >= 5, ..] && OnPort(input));
}
