using System.Buffers.Binary;

namespace Steffi.Flows.Tests;

/// Writes captures by hand, field by field, in either byte order.
internal sealed class CaptureBytes(bool bigEndian)
{
    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public CaptureBytes U16(int value)
    {
        var two = new byte[2];
        if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)value); else BinaryPrimitives.WriteUInt16LittleEndian(two, (ushort)value);
        return Raw(two);
    }

    public CaptureBytes U32(uint value)
    {
        var four = new byte[4];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(four, value); else BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return Raw(four);
    }

    public CaptureBytes I64(long value)
    {
        var eight = new byte[8];
        if (bigEndian) BinaryPrimitives.WriteInt64BigEndian(eight, value); else BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        return Raw(eight);
    }

    public CaptureBytes Raw(params ReadOnlySpan<byte> data)
    {
        bytes.AddRange(data);
        return this;
    }

    public CaptureBytes PcapHeader(uint magic = 0xa1b2c3d4, int minor = 4, uint linkType = 1) =>
        U32(magic).U16(2).U16(minor).U32(0).U32(0).U32(65535).U32(linkType);

    public CaptureBytes PcapRecord(uint seconds, uint fraction, byte[] data, uint? original = null) =>
        U32(seconds).U32(fraction).U32((uint)data.Length).U32(original ?? (uint)data.Length).Raw(data);

    public CaptureBytes Section() => Block(0x0a0d0d0a, body => body.U32(0x1a2b3c4d).U16(1).U16(0).I64(-1));

    public CaptureBytes Interface(int linkType, uint snapLength = 0, Action<CaptureBytes>? options = null) =>
        Block(1, body =>
        {
            body.U16(linkType).U16(0).U32(snapLength);
            options?.Invoke(body);
        });

    public CaptureBytes Option(int code, params byte[] value) => U16(code).U16(value.Length).Padded(value);

    public CaptureBytes Packet(uint interfaceIndex, ulong time, byte[] data, uint? original = null) =>
        Block(6, body => body.U32(interfaceIndex).U32((uint)(time >> 32)).U32((uint)time)
            .U32((uint)data.Length).U32(original ?? (uint)data.Length).Padded(data));

    public CaptureBytes Block(uint type, Action<CaptureBytes> content)
    {
        var body = new CaptureBytes(bigEndian);
        content(body);
        uint length = (uint)body.bytes.Count + 12;
        return U32(type).U32(length).Raw([.. body.bytes]).U32(length);
    }

    public CaptureBytes Padded(byte[] data)
    {
        Raw(data);
        while (bytes.Count % 4 != 0)
            bytes.Add(0);
        return this;
    }
}
