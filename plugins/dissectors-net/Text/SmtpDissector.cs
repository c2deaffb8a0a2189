namespace Steffi.Plugins.Dissectors.Net;

/// <summary>SMTP: the server's greeting; hands over to TLS after STARTTLS.</summary>
/// <remarks>Source: RFC 5321, RFC 3207.</remarks>
public sealed class SmtpDissector() : LineDissector("SMTP", 25, 587, 2525)
{
    private protected override bool Greets(ReadOnlySpan<byte> line, bool onPort) => MayGreet(line) && (onPort || LineTalk.Contains(line, "SMTP"u8));

    private protected override bool MayGreet(ReadOnlySpan<byte> line) => line.StartsWith("220 "u8) || line.StartsWith("220-"u8);

    private protected override bool Commands(ReadOnlySpan<byte> line, bool onPort) =>
        LineTalk.StartsWith(line, "EHLO "u8) || LineTalk.StartsWith(line, "HELO "u8) || LineTalk.StartsWith(line, "LHLO "u8) || LineTalk.StartsWith(line, "MAIL FROM:"u8);
}
