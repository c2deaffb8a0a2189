using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>VNC: the version that begins a connection.</summary>
/// <remarks>Source: RFC 6143, 7.1.1.</remarks>
public sealed class VncDissector() : MarkDissector("VNC", DissectorCarriers.Tcp, 5900, 5901)
{
    private protected override Verdict Look(in DissectorInput input) =>
        Begins(input.Payload, "RFB 00"u8);
}
