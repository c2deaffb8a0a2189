using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>MGCP: a command with its version.</summary>
/// <remarks>Source: RFC 3435, 3.2.1.</remarks>
public sealed class MgcpDissector() : MarkDissector("MGCP", DissectorCarriers.Udp, 2427, 2727)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        int end = input.Payload.IndexOf((byte)'\n');
        if (end < 0)
            return Verdict.NotMine;
        var line = input.Payload[..end].TrimEnd((byte)'\r');
        return If(line.Length > 12 && line[4] == ' ' && line.IndexOf(" MGCP "u8) > 0);
    }
}
