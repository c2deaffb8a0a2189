using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MGCP: a command with its version.</summary>
/// <remarks>Source: RFC 3435, 3.2.1.</remarks>
public sealed class MgcpDissector() : MarkDissector("MGCP", DissectorCarriers.Udp, 2427, 2727)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        // Lines end with CR, LF or both (RFC 3435, appendix A).
        int end = input.Payload.IndexOfAny("\r\n"u8);
        if (end < 0)
            return Verdict.NotMine;
        var line = input.Payload[..end];
        return If(line.Length > 12 && line[4] == ' ' && line.IndexOf(" MGCP "u8) > 0);
    }
}
