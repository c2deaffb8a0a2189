namespace Steffi.Plugins.Dissectors.Web;

/// <summary>What a version of QUIC does its own way: its name, the salt of its first keys, their labels, the number of its Initial packets.</summary>
/// <remarks>Source: RFC 9001, 5.2; RFC 9369, 3; the drafts of both; Google's T050 and T051.</remarks>
internal sealed record QuicVersion(string Name, byte[] Salt, string LabelPrefix = "quic", int InitialType = 0)
{
    /// <summary>Whether the hello is Google's own instead of TLS.</summary>
    public bool IsGoogle => Name == "Q050";

    private static readonly byte[] saltV1 = Convert.FromHexString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static readonly byte[] saltDraft29 = Convert.FromHexString("afbfec289993d24c9e9786f19c6111e04390a899");
    private static readonly byte[] saltDraft23 = Convert.FromHexString("c3eef712c72ebb5a11a7d2432bb46365bef9f502");
    private static readonly byte[] saltDraft22 = Convert.FromHexString("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");
    private static readonly byte[] saltDraftV2 = Convert.FromHexString("a707c203a59b47184a1d62ca570406ea7ae3e5d3");
    private static readonly byte[] saltV2 = Convert.FromHexString("0dede3def700a6db819381be6e269dcbf9bd2ed9");

    private static readonly Dictionary<uint, QuicVersion> known = new()
    {
        [1] = new("1", saltV1),
        [0x6b3343cf] = new("2", saltV2, "quicv2", 1),
        [0x709a50c4] = new("2-draft", saltDraftV2, "quicv2", 1),
        [0xff020000] = new("2-draft-00", saltDraftV2, "quicv2"),
        [0xfaceb001] = new("mvfst-22", saltDraft22),
        [0xfaceb002] = new("mvfst-27", saltDraft23),
        [0xfaceb00e] = new("mvfst-exp", saltDraft23),
        [0x51303530] = new("Q050", Convert.FromHexString("504574efd066fe2f9d945cfcdbd3a7f0d3b56b45")),
        [0x54303530] = new("T050", Convert.FromHexString("7ff579e5acd072915580304c43a2367c60488310")),
        [0x54303531] = new("T051", Convert.FromHexString("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d")),
    };

    /// <summary>A number that no version will have: it asks the server what it speaks, and the client begins anew.</summary>
    /// <remarks>Source: RFC 9000, 15.</remarks>
    public static bool IsReserved(uint version) => (version & 0x0f0f0f0f) == 0x0a0a0a0a;

    /// <summary>Null for a version whose first packets cannot be read.</summary>
    public static QuicVersion? Of(uint version)
    {
        if (known.TryGetValue(version, out var found))
            return found;
        int draft = version >> 8 == 0xff0000 ? (int)(version & 0xff) : 0;
        return draft switch
        {
            >= 33 and <= 34 => new($"draft-{draft}", saltV1),
            >= 29 and <= 32 => new($"draft-{draft}", saltDraft29),
            >= 23 and <= 28 => new($"draft-{draft}", saltDraft23),
            >= 21 and <= 22 => new($"draft-{draft}", saltDraft22),
            _ => null,
        };
    }
}
