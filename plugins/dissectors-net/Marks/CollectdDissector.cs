using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>collectd's binary protocol.</summary>
/// <remarks>Source: collectd, binary protocol.</remarks>
public sealed class CollectdDissector() : MarkDissector("collectd", DissectorCarriers.Udp, 25826)
{
    private const int Signature = 0x0200, Encryption = 0x0210;

    private protected override Verdict Look(in DissectorInput input)
    {
        var reader = new PayloadReader(input.Payload);
        // Parts of type and length; a host's name comes first, as text with a zero.
        int type = reader.UInt16(), length = reader.UInt16();
        // Signed or encrypted; the name of the key's owner is in it.
        if (type == Signature)
            return If(length is > 36 and < 256 && length < input.Payload.Length && PayloadText.IsPrintable(input.Payload[36..length]));
        if (type == Encryption)
            return If(length == input.Payload.Length && reader.UInt16() is > 0 and < 256 and var user && PayloadText.IsPrintable(reader.Bytes(user)));
        var host = reader.Bytes(length - 5);
        return If(type == 0 && PayloadText.IsPrintable(host) && reader.Byte() == 0 && reader.UInt16() is 1 or 2 or 8 or 9);
    }
}
