using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Telnet: options that both sides speak of.</summary>
/// <remarks>Source: RFC 854, RFC 855.</remarks>
public sealed class TelnetDissector() : MarkDissector("Telnet", DissectorCarriers.Tcp, 23)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 6)
            return OnPort(input) && payload[0] == 0xff ? payload.Length < 3 ? Verdict.More : If(payload[1] is >= 0xfb and <= 0xfe) : Verdict.NotMine;
        return If(payload is [0xff, >= 0xfb and <= 0xfe, < 50, 0xff, >= 0xfa and <= 0xfe, < 50, ..]);
    }
}
