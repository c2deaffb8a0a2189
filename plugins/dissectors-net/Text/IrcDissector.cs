using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>IRC: a client that gives its names; hands over to TLS after STARTTLS.</summary>
/// <remarks>Source: RFC 2812, 3.1; IRCv3, tls.</remarks>
public sealed class IrcDissector() : TextDissector("IRC", 6667, 6660, 6668, 6669, 7000)
{
    private const int LongestLine = 512;

    private protected override Verdict Recognise(ReadOnlySpan<byte> client, ReadOnlySpan<byte> server, in DissectorInput input, FlowFields fields)
    {
        var greeting = LineTalk.FirstLine(server);
        // The server may greet first.
        if (greeting is [(byte)':', ..] && greeting.IndexOf(" NOTICE "u8) > 0 || greeting.StartsWith("NOTICE AUTH "u8))
            return Verdict.Confirmed;
        var reader = new PayloadReader(client);
        if (!reader.TryLine(out var first))
            return OnPort(input) && client.Length < LongestLine && server.Length < LongestLine ? Verdict.More : Verdict.NotMine;
        bool begins = LineTalk.StartsWith(first, "NICK "u8) || LineTalk.StartsWith(first, "PASS "u8) || LineTalk.StartsWith(first, "CAP LS"u8);
        bool isSure = OnPort(input)
            ? begins || LineTalk.StartsWith(first, "USER "u8) || LineTalk.StartsWith(first, "STARTTLS"u8)
            : begins && reader.TryLine(out var second) && (LineTalk.StartsWith(second, "USER "u8) || LineTalk.StartsWith(second, "NICK "u8));
        return isSure ? Verdict.Confirmed : Verdict.NotMine;
    }
}
