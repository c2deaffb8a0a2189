using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>collectd's binary protocol.</summary>
/// <remarks>Source: collectd, binary protocol.</remarks>
public sealed class CollectdDissector() : MarkDissector("collectd", DissectorCarriers.Udp, 25826)
{
    private protected override Verdict Look(in DissectorInput input)
    {
        var reader = new PayloadReader(input.Payload);
        // Parts of type and length; a host's name comes first, as text with a zero.
        int type = reader.UInt16(), length = reader.UInt16();
        var host = reader.Bytes(length - 5);
        return If(type == 0 && PayloadText.IsPrintable(host) && reader.Byte() == 0 && reader.UInt16() is 1 or 2 or 8 or 9);
    }
}
