using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>Opens one Initial packet of a datagram.</summary>
/// <remarks>Source: RFC 9000, 17.2.2 and 12.2; RFC 9001, 5.4.</remarks>
internal static class InitialPacket
{
    private const int SampleOffset = 4, SampleLength = 16, TagLength = 16;

    /// <summary>Reads what is needed to find the next packet in the datagram.</summary>
    /// <param name="packet">From this packet's first byte to the datagram's end.</param>
    /// <param name="header">Its clear part.</param>
    /// <param name="isInitial">Initial packets have a token before the length; Retry has no length, and is not passed here.</param>
    /// <param name="numberOffset">Where the packet number begins.</param>
    /// <param name="end">Where the packet ends.</param>
    public static bool TryMeasure(ReadOnlySpan<byte> packet, in LongHeader header, bool isInitial, out int numberOffset, out int end)
    {
        var reader = new PayloadReader(packet);
        reader.Skip(header.Length);
        if (isInitial)
        {
            long token = LongHeader.ReadVariable(ref reader);
            reader.Skip((int)Math.Min(token, int.MaxValue));
        }
        long length = LongHeader.ReadVariable(ref reader);
        numberOffset = reader.Position;
        end = (int)Math.Min(numberOffset + length, int.MaxValue);
        return !reader.Failed && end <= packet.Length && length >= SampleOffset + SampleLength;
    }

    /// <summary>Takes the protection off.</summary>
    /// <param name="packet">Exactly this packet; is changed.</param>
    /// <param name="numberOffset">Of <see cref="TryMeasure"/>.</param>
    /// <param name="keys">Of the side that sent it.</param>
    /// <param name="frames">Its content, in place of what was sealed.</param>
    public static bool TryOpen(Span<byte> packet, int numberOffset, InitialKeys keys, out ReadOnlySpan<byte> frames)
    {
        frames = default;
        Span<byte> mask = stackalloc byte[SampleLength];
        keys.Mask(packet.Slice(numberOffset + SampleOffset, SampleLength), mask);
        byte first = (byte)(packet[0] ^ mask[0] & 0x0f);
        int numberLength = (first & 3) + 1;
        if (packet.Length < numberOffset + numberLength + TagLength)
            return false;
        packet[0] = first;
        long number = 0;
        for (int i = 0; i < numberLength; i++)
        {
            packet[numberOffset + i] ^= mask[1 + i];
            // The first packets of a connection: what is cut off the number is zero.
            number = number << 8 | packet[numberOffset + i];
        }
        var head = packet[..(numberOffset + numberLength)];
        var body = packet[head.Length..];
        byte[] opened = new byte[body.Length - TagLength];
        if (!keys.TryOpen(number, head, body, opened))
            return false;
        frames = opened;
        return true;
    }
}
