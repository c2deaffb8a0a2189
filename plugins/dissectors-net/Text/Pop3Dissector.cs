namespace Steffi.Plugins.Dissectors.Net;

/// <summary>POP3: the server's greeting; hands over to TLS after STLS.</summary>
/// <remarks>Source: RFC 1939, RFC 2595.</remarks>
public sealed class Pop3Dissector() : LineDissector("POP3", 110)
{
    private protected override bool Greets(ReadOnlySpan<byte> line, bool onPort) => MayGreet(line) && (onPort || LineTalk.Contains(line, "POP"u8));

    private protected override bool MayGreet(ReadOnlySpan<byte> line) => line.StartsWith("+OK"u8);

    private protected override bool Commands(ReadOnlySpan<byte> line, bool onPort) =>
        onPort && LineTalk.StartsWith(line, "USER "u8) || LineTalk.StartsWith(line, "CAPA"u8) || LineTalk.StartsWith(line, "STLS"u8) || LineTalk.StartsWith(line, "APOP "u8);
}
