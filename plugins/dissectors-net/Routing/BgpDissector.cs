using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>BGP: what the first OPEN says.</summary>
/// <remarks>Source: RFC 4271, 4.</remarks>
public sealed class BgpDissector() : FlowDissector("BGP", DissectorCarriers.Tcp, 179)
{
    private const int MarkerLength = 16, HeaderLength = 19, Longest = 4096;

    /// <inheritdoc/>
    public override Verdict Dissect(ref DissectorInput input, FlowFields fields)
    {
        int marker = input.Payload[..Math.Min(MarkerLength, input.Payload.Length)].IndexOfAnyExcept((byte)0xff);
        if (marker >= 0)
            return Verdict.NotMine;
        if (input.Payload.Length < HeaderLength)
            return Verdict.More;
        var reader = new PayloadReader(input.Payload);
        reader.Skip(MarkerLength);
        int length = reader.UInt16();
        byte type = reader.Byte();
        if (length is < HeaderLength or > Longest || type is 0 or > 5)
            return Verdict.NotMine;
        if (type == 1 && reader.Left < 10 && length >= HeaderLength + 10 && !input.IsTruncated)
            return Verdict.More;
        if (type == 1 && reader.Left >= 10)
            fields.SetAll("BGP", Metadata.Of(("Version", (int)reader.Byte()), ("AS", (int)reader.UInt16()), ("HoldTime", (int)reader.UInt16()), ("Router", Addresses.IP(reader.Bytes(4)))));
        return Verdict.Done;
    }
}
