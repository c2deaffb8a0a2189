using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The clear part of a QUIC packet with a long header.</summary>
/// <remarks>Source: RFC 8999, 5.1; RFC 9000, 17.2.</remarks>
internal readonly ref struct LongHeader
{
    public byte First { get; private init; }

    /// <summary>0 when the packet offers versions.</summary>
    public uint Version { get; private init; }

    public ReadOnlySpan<byte> Destination { get; private init; }

    public ReadOnlySpan<byte> Source { get; private init; }

    /// <summary>Where what the version defines begins.</summary>
    public int Length { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> packet, out LongHeader header)
    {
        var reader = new PayloadReader(packet);
        byte first = reader.Byte();
        uint version = reader.UInt32();
        // Up to draft 21 both lengths shared a byte; nothing that old is read here.
        var destination = reader.Bytes(reader.Byte());
        var source = reader.Bytes(reader.Byte());
        header = new LongHeader { First = first, Version = version, Destination = destination, Source = source, Length = reader.Position };
        return !reader.Failed && (first & 0x80) != 0 && destination.Length <= 20 && source.Length <= 20;
    }

    /// <summary>An integer of the variable length that its first two bits say.</summary>
    public static long ReadVariable(ref PayloadReader reader)
    {
        byte first = reader.Byte();
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--)
            value = value << 8 | reader.Byte();
        return value;
    }
}
