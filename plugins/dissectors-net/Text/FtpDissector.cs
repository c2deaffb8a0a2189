namespace Steffi.Plugins.Dissectors.Net;

/// <summary>FTP's control connection: the server's greeting; hands over to TLS after AUTH.</summary>
/// <remarks>Source: RFC 959, RFC 4217.</remarks>
public sealed class FtpDissector() : LineDissector("FTP", 21)
{
    private protected override bool Greets(ReadOnlySpan<byte> line, bool onPort) =>
        MayGreet(line) && (onPort || LineTalk.Contains(line, "FTP"u8) && !LineTalk.Contains(line, "SMTP"u8));

    private protected override bool MayGreet(ReadOnlySpan<byte> line) => line.StartsWith("220 "u8) || line.StartsWith("220-"u8);

    private protected override bool Commands(ReadOnlySpan<byte> line, bool onPort) =>
        onPort && LineTalk.StartsWith(line, "USER "u8) || LineTalk.StartsWith(line, "AUTH TLS"u8) || LineTalk.StartsWith(line, "AUTH SSL"u8);
}
