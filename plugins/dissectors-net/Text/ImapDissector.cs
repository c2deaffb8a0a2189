namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IMAP: the server's greeting; hands over to TLS after STARTTLS.</summary>
/// <remarks>Source: RFC 9051.</remarks>
public sealed class ImapDissector() : LineDissector("IMAP", 143)
{
    private protected override bool Greets(ReadOnlySpan<byte> line, bool onPort) => MayGreet(line) && (onPort || LineTalk.Contains(line, "IMAP"u8));

    private protected override bool MayGreet(ReadOnlySpan<byte> line) => line.StartsWith("* OK"u8) || line.StartsWith("* PREAUTH"u8);

    private protected override bool Commands(ReadOnlySpan<byte> line, bool onPort) => Follows(line, "CAPABILITY"u8) || Follows(line, "LOGIN "u8) || Follows(line, "STARTTLS"u8);

    /// <summary>Every command goes after a tag of the client's choice, and the answer after the same.</summary>
    private static bool Follows(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.IndexOf((byte)' ') is > 0 and < 16 and var space && LineTalk.StartsWith(line[(space + 1)..], word);
}
