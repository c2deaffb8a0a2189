using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>Syslog.</summary>
/// <remarks>Source: RFC 3164, RFC 5424; RFC 6587 for TCP.</remarks>
public sealed class SyslogDissector() : MarkDissector("Syslog", DissectorCarriers.Udp | DissectorCarriers.Tcp, 514, 601)
{
    private const int LongestStart = 22; // The priority, and what is looked at behind it.

    private protected override Verdict Look(in DissectorInput input)
    {
        var text = input.Payload;
        // Over TCP the length may go before.
        int digitsBefore = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (input.Carrier == DissectorCarriers.Tcp && digitsBefore is > 0 and < 6 && text[digitsBefore] == ' ')
            text = text[(digitsBefore + 1)..];
        else if (input.Carrier == DissectorCarriers.Tcp && digitsBefore < 0 && text.Length < 6 && OnPort(input))
            return Verdict.More;
        bool mayCome = !input.IsTruncated && input.Carrier == DissectorCarriers.Tcp && OnPort(input) && text.Length < LongestStart;
        if (text is not [(byte)'<', ..])
            return mayCome && text.IsEmpty ? Verdict.More : Verdict.NotMine;
        if (mayCome)
            return Verdict.More;
        int end = text[..Math.Min(text.Length, 5)].IndexOf((byte)'>');
        if (end is < 2 or > 4 || !System.Buffers.Text.Utf8Parser.TryParse(text[1..end], out int priority, out int digits) || digits != end - 1 || priority > 191)
            return Verdict.NotMine;
        var rest = text[(end + 1)..];
        // The version of RFC 5424, or the month of RFC 3164; on its port less will do.
        return If(rest.StartsWith("1 "u8) || IsMonth(rest) || OnPort(input) && PayloadText.IsPrintable(rest[..Math.Min(rest.Length, 16)]));
    }

    private static bool IsMonth(ReadOnlySpan<byte> text) =>
        text.Length > 6 && text[3] == ' ' && text[6] == ' ' && "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text[..3]) % 3 == 0;
}
