using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Dropbox in the local network: its announcement.</summary>
/// <remarks>Source: its text.</remarks>
public sealed class DropboxDissector() : MarkDissector("Dropbox", DissectorCarriers.Udp, 17500)
{
    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    private protected override Verdict Look(in DissectorInput input) =>
        If(input.Payload.StartsWith("{\"host_int\""u8) || OnPort(input) && input.Payload[0] == '{' && input.Payload.IndexOf("\"host_int\""u8) > 0);
}
