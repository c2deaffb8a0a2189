using System.Buffers.Binary;
using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The hello of Google's own handshake: tags with values.</summary>
/// <remarks>Source: QUIC Crypto, revision 20161206.</remarks>
internal static class GoogleHello
{
    private const int MaxTags = 128;

    /// <summary>Writes what the hello in these bytes says.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, MetadataBuilder facts)
    {
        int at = payload.IndexOf("CHLO"u8);
        if (at < 0 || payload.Length - at < 8)
            return false;
        var hello = payload[at..];
        int count = BinaryPrimitives.ReadUInt16LittleEndian(hello[4..]);
        if (count is 0 or > MaxTags)
            return false;
        var values = hello[Math.Min(hello.Length, 8 + 8 * count)..];
        int start = 0;
        for (int i = 0; i < count && hello.Length >= 16 + 8 * i; i++)
        {
            var tag = hello.Slice(8 + 8 * i, 4);
            long end = BinaryPrimitives.ReadUInt32LittleEndian(hello[(12 + 8 * i)..]);
            if (end < start)
                return false;
            var value = values[Math.Min(start, values.Length)..(int)Math.Min(end, values.Length)];
            if (tag.SequenceEqual("SNI\0"u8) && !value.IsEmpty)
                facts["SNI"] = PayloadText.Of(value, 255);
            else if (tag.SequenceEqual("UAID"u8) && !value.IsEmpty)
                facts["UserAgent"] = PayloadText.Of(value, 255);
            start = (int)Math.Min(end, values.Length);
        }
        return true;
    }
}
