using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>TFTP: a request to read or write. The data goes over another port.</summary>
/// <remarks>Source: RFC 1350, 5.</remarks>
public sealed class TftpDissector() : MarkDissector("TFTP", DissectorCarriers.Udp, 69)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        if (input.Payload is not [0, 1 or 2, ..])
            return Verdict.NotMine;
        var rest = input.Payload[2..];
        int name = rest.IndexOf((byte)0);
        if (name < 1 || !PayloadText.IsPrintable(rest[..name]))
            return Verdict.NotMine;
        var mode = rest[(name + 1)..];
        int end = mode.IndexOf((byte)0);
        return If(end > 0 && (System.Text.Ascii.EqualsIgnoreCase(mode[..end], "octet"u8) || System.Text.Ascii.EqualsIgnoreCase(mode[..end], "netascii"u8)));
    }
}
