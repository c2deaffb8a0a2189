using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>SSH: the banners of both sides.</summary>
/// <remarks>Source: RFC 4253, 4.2: a line of at most 255 bytes; a server may send other lines before.</remarks>
public sealed class SshDissector() : FlowDissector("SSH", DissectorCarriers.Tcp, 22, 2222)
{
    private const int LongestBanner = 255, LongestPreamble = 4096;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        var own = Banner(input.Payload, out bool ownMay);
        var other = Banner(input.Opposite, out bool otherMay);
        if (own.IsEmpty && other.IsEmpty)
            return ownMay && !input.IsTruncated || input.Payload.IsEmpty && otherMay ? Verdict.More : Verdict.NotMine;

        bool fromClient = IsFromClient(input);
        var client = fromClient ? own : other;
        var server = fromClient ? other : own;
        if (!client.IsEmpty)
            fields.Set("SSH", "Client", PayloadText.Of(client, LongestBanner));
        if (!server.IsEmpty)
            fields.Set("SSH", "Server", PayloadText.Of(server, LongestBanner));
        return client.IsEmpty || server.IsEmpty ? Verdict.Confirmed : Verdict.Done;
    }

    // A capture that begins with the server's banner has its ends turned round; the port tells.
    private static bool IsFromClient(in DissectorInput input) =>
        input.DestinationPort == 22 != (input.SourcePort == 22) ? input.DestinationPort == 22 : input.FromClient;

    private static ReadOnlySpan<byte> Banner(ReadOnlySpan<byte> stream, out bool mayCome)
    {
        mayCome = stream.Length < 4 && "SSH-"u8.StartsWith(stream);
        int start = stream.StartsWith("SSH-"u8) ? 0 : stream[..Math.Min(stream.Length, LongestPreamble)].IndexOf("\nSSH-"u8) + 1;
        if (start == 0 && !stream.StartsWith("SSH-"u8))
            return default;
        var line = stream[start..];
        int end = line.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            mayCome = line.Length <= LongestBanner;
            return default;
        }
        return line is [_, _, _, _, (byte)'1' or (byte)'2', (byte)'.', ..] ? line[..end] : default;
    }
}
