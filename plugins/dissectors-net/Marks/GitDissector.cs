using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Git's own transport.</summary>
/// <remarks>Source: git, pack-protocol.</remarks>
public sealed class GitDissector() : MarkDissector("Git", DissectorCarriers.Tcp, 9418)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload.Length < 12)
            return payload[0] == '0' ? Verdict.More : Verdict.NotMine;
        return If(payload[..4].IndexOfAnyExcept("0123456789abcdef"u8) < 0 && (payload[4..].StartsWith("git-upload-pack "u8) || payload[4..].StartsWith("git-receive-pack "u8)));
    }
}
