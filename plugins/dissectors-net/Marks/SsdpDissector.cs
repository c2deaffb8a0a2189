using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SSDP, the discovery of UPnP.</summary>
/// <remarks>Source: UPnP Device Architecture 2.0, 1.</remarks>
public sealed class SsdpDissector() : MarkDissector("SSDP", DissectorCarriers.Udp, 1900)
{
    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload.StartsWith("M-SEARCH * HTTP/1."u8) || input.Payload.StartsWith("NOTIFY * HTTP/1."u8) || input.Payload.StartsWith("HTTP/1.1 200"u8) && (OnPort(input) || input.Payload.IndexOf("\nUSN:"u8) > 0));
}
