using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Git's own transport.</summary>
/// <remarks>Source: git, pack-protocol.</remarks>
public sealed class GitDissector() : MarkDissector("Git", DissectorCarriers.Tcp, 9418)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var payload = input.Payload;
        if (payload[..Math.Min(payload.Length, 4)].IndexOfAnyExcept("0123456789abcdef"u8) >= 0)
            return Verdict.NotMine;
        if (payload.Length <= 4)
            return payload[0] == '0' ? Verdict.More : Verdict.NotMine;
        return Begins(payload[4..], "git-upload-pack "u8) is var upload && upload != Verdict.NotMine ? upload : Begins(payload[4..], "git-receive-pack "u8);
    }
}
