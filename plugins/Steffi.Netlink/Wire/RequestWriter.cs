using System.Buffers.Binary;

namespace Steffi.Netlink;

/// <summary>Builds one request in a caller's buffer: header, fixed body, attributes.</summary>
internal ref struct RequestWriter
{
    private readonly Span<byte> _buffer;
    private int _length;

    public RequestWriter(Span<byte> buffer, ushort type, MessageFlags flags, uint sequence, int bodyLength)
    {
        _buffer = buffer;
        _length = MessageReader.HeaderLength + bodyLength;
        _buffer[.._length].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[6..], (ushort)(flags | MessageFlags.Request));
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[8..], sequence);
    }

    public readonly Span<byte> Body => _buffer[MessageReader.HeaderLength.._length];

    public void Attribute(ushort type, uint value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[_length..], 8);
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[(_length + 2)..], type);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[(_length + 4)..], value);
        _length += 8;
    }

    public readonly ReadOnlySpan<byte> Finish()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer, (uint)_length);
        return _buffer[.._length];
    }

    /// <summary>RTM_GETLINK, RTM_GETADDR … with NLM_F_DUMP: the body starts with the family in every one of them.</summary>
    public static ReadOnlySpan<byte> Dump(Span<byte> buffer, ushort type, byte family, uint sequence, uint extendedMask = 0)
    {
        int body = type switch
        {
            MessageType.GetLink => LinkMessage.HeaderLength,
            MessageType.GetAddress => AddressMessage.HeaderLength,
            MessageType.GetRoute => RouteMessage.HeaderLength,
            // Since Linux 4.12 the bridge family reads a struct ifinfomsg here; a longer zero body suits both.
            MessageType.GetNeighbor => family == AddressFamilies.Bridge ? LinkMessage.HeaderLength : NeighborMessage.HeaderLength,
            _ => 4,
        };
        var writer = new RequestWriter(buffer, type, MessageFlags.Dump, sequence, body);
        writer.Body[0] = family;
        if (extendedMask != 0)
            writer.Attribute(LinkAttribute.ExtendedMask, extendedMask);
        return writer.Finish();
    }

    /// <summary>RTM_GETLINK of one interface.</summary>
    public static ReadOnlySpan<byte> GetLink(Span<byte> buffer, int index, uint sequence)
    {
        var writer = new RequestWriter(buffer, MessageType.GetLink, 0, sequence, LinkMessage.HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(writer.Body[4..], index);
        return writer.Finish();
    }

    /// <summary>RTM_GETNSID: which id the asking namespace has for the one behind an open descriptor.</summary>
    public static ReadOnlySpan<byte> GetNsid(Span<byte> buffer, int descriptor, uint sequence)
    {
        var writer = new RequestWriter(buffer, MessageType.GetNsid, 0, sequence, 4);
        writer.Attribute(NsidMessage.DescriptorAttribute, (uint)descriptor);
        return writer.Finish();
    }
}
