using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>rsync's daemon.</summary>
/// <remarks>Source: rsync, daemon protocol.</remarks>
public sealed class RsyncDissector() : MarkDissector("rsync", DissectorCarriers.Tcp, 873)
{
    private protected override Verdict Look(in DissectorInput input) =>
        Begins(input.Payload, "@RSYNCD: "u8);
}
