using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Google's QUIC before the IETF's, versions Q024 to Q046: the hello travels in clear text.</summary>
/// <remarks>Source: QUIC Wire Layout Specification of Chromium, revision 2016; version Q046's invariant header.</remarks>
public sealed class GoogleQuicDissector() : FlowDissector("QUIC", DissectorCarriers.Udp, 443, 80)
{
    private const byte HasVersion = 0x01, HasReset = 0x02, HasConnection = 0x08, LongHeaderBits = 0xc0;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        if (!TryVersion(input.Payload, out string version))
            return input.IsConfirmed ? Verdict.Confirmed : Verdict.NotMine;
        var facts = new MetadataBuilder { ["Version"] = version };
        bool isHello = GoogleHello.TryRead(input.Payload, facts);
        if (isHello || !input.IsConfirmed)
            fields.SetAll("QUIC", facts.Build());
        return isHello ? Verdict.Done : Verdict.Confirmed;
    }

    private static bool TryVersion(ReadOnlySpan<byte> packet, out string version)
    {
        version = "";
        if (packet.Length < 14)
            return false;
        byte flags = packet[0];
        int at = (flags & LongHeaderBits) == LongHeaderBits ? 1
            : (flags & 0x80) == 0 && (flags & (HasVersion | HasReset)) == HasVersion ? ((flags & HasConnection) != 0 ? 9 : 1)
            : -1;
        if (at < 0 || packet[at] != 'Q' || packet[at + 1] != '0' || !char.IsAsciiDigit((char)packet[at + 2]) || !char.IsAsciiDigit((char)packet[at + 3]))
            return false;
        version = PayloadText.Of(packet.Slice(at, 4));
        return version != "Q050";
    }
}
