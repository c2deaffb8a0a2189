using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>NetBIOS name and datagram services over UDP.</summary>
/// <remarks>Source: RFC 1002, 4.2 and 4.4; names in the first-level encoding of RFC 1001, 14.1.</remarks>
public sealed class NetBiosDissector() : FlowDissector("NetBIOS", DissectorCarriers.Udp, 137, 138)
{
    private const int EncodedLength = 32;

    /// <inheritdoc/>
    public override bool OnlyOnPorts => true;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        bool isDatagram = input.SourcePort == 138 || input.DestinationPort == 138;
        // The name follows the header: of twelve bytes there, of fourteen here.
        var reader = new PayloadReader(input.Payload);
        bool fits = isDatagram ? reader.Byte() is >= 0x10 and <= 0x16 : (reader.UInt32() & 0x7800) >> 11 is 0 or 5 or 6 or 7 or 8 or 9;
        reader.Skip(isDatagram ? 13 : 8);
        if (!fits || reader.Byte() != EncodedLength || reader.Bytes(EncodedLength) is not { Length: EncodedLength } encoded || !TryDecode(encoded, out var name, out int suffix))
            return Verdict.NotMine;
        fields.SetAll("NetBIOS", Metadata.Of(("Name", name), ("Suffix", suffix)));
        return Verdict.Done;
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, out string name, out int suffix)
    {
        Span<byte> bytes = stackalloc byte[16];
        name = "";
        suffix = 0;
        for (int i = 0; i < 16; i++)
        {
            int high = encoded[2 * i] - 'A', low = encoded[2 * i + 1] - 'A';
            if (high is < 0 or > 15 || low is < 0 or > 15)
                return false;
            bytes[i] = (byte)(high << 4 | low);
        }
        suffix = bytes[15];
        name = PayloadText.Of(bytes[..15].TrimEnd(" \0"u8));
        return true;
    }
}
