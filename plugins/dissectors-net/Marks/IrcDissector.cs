using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IRC: a client that gives its names.</summary>
/// <remarks>Source: RFC 2812, 3.1.</remarks>
public sealed class IrcDissector() : MarkDissector("IRC", DissectorCarriers.Tcp, 6667, 6660, 6668, 6669, 7000)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var reader = new PayloadReader(input.Payload);
        if (!reader.TryLine(out var first))
            return OnPort(input) && input.Payload.Length < 64 ? Verdict.More : Verdict.NotMine;
        bool begins = first.StartsWith("NICK "u8) || first.StartsWith("PASS "u8) || first.StartsWith("CAP LS"u8);
        // The server may greet first.
        bool greets = first is [(byte)':', ..] && first.IndexOf(" NOTICE "u8) > 0 || first.StartsWith("NOTICE AUTH "u8);
        return If(OnPort(input) ? begins || greets || first.StartsWith("USER "u8) : begins && reader.TryLine(out var second) && (second.StartsWith("USER "u8) || second.StartsWith("NICK "u8)));
    }
}
