using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>S7 communication, over ISO on TCP.</summary>
/// <remarks>Source: RFC 1006; Wireshark's description of the protocol.</remarks>
public sealed class S7CommDissector() : MarkDissector("S7Comm", DissectorCarriers.Tcp, 102)
{
    private protected override Verdict Look(in DissectorInput input) =>
        input.Payload is [3, 0, _, var length, _, 0xe0 or 0xd0, ..] && OnPort(input) && input.Payload.Length <= length ? Verdict.More
        : If((input.Payload is [3, 0, _, var first, _, 0xe0 or 0xd0, ..] && first < input.Payload.Length ? input.Payload[first..] : input.Payload) is [3, 0, _, _, 2, 0xf0, _, 0x32, 1 or 2 or 3 or 7, ..]);
}
