using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>pcapng: sections of blocks, each section in its own byte order and with interfaces of its own.</summary>
/// <remarks>Source: draft-ietf-opsawg-pcapng. Blocks that hold no packet are passed over.</remarks>
internal sealed class PcapngReader(ByteWindow bytes) : RecordReader(bytes)
{
    /// <summary>A section header's block type: the same in both byte orders.</summary>
    public const uint Magic = 0x0a0d0d0a;

    private const uint ByteOrderMagic = 0x1a2b3c4d;
    private const uint InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, EnhancedPacket = 6;
    private const int BlockHeader = 8, BlockTrailer = 4, SmallestBlock = BlockHeader + BlockTrailer;

    private readonly List<PcapngInterface> interfaces = [];
    private bool swapped;
    private long lastTime;

    public override bool TryRead(out Frame frame)
    {
        frame = default;
        while (true)
        {
            if (!Bytes.Has(BlockHeader))
                return Bytes.Available > 0 && CutShort("a block's header", BlockHeader);
            uint type = UInt32(Bytes.Peek(BlockHeader));
            if (type == Magic && !Begin())
                return false;
            uint claimed = UInt32(Bytes.Peek(BlockHeader)[4..]);
            if (claimed is < SmallestBlock or > MaxRecord)
                return Fail($"a block of type 0x{type:x} claims {claimed} bytes");
            // Some writers count without the padding to four bytes; the block is padded all the same.
            int length = ((int)claimed + 3) & ~3;
            if (!Bytes.Has(length))
                return CutShort($"a block of type 0x{type:x}", length);
            var body = Bytes.Peek(length)[BlockHeader..^BlockTrailer];
            bool found = type switch
            {
                EnhancedPacket => ReadEnhanced(body, out frame),
                SimplePacket => ReadSimple(body, out frame),
                ObsoletePacket => ReadObsolete(body, out frame),
                InterfaceDescription => Describe(body),
                _ => false,
            };
            if (Problem is not null)
                return false;
            Bytes.Take(length);
            if (found)
                return true;
        }
    }

    // A section: its byte order counts from its own header on, and interfaces count anew.
    private bool Begin()
    {
        if (!Bytes.Has(BlockHeader + 4))
            return CutShort("a section's header", BlockHeader + 4);
        var order = BitConverter.ToUInt32(Bytes.Peek(BlockHeader + 4)[BlockHeader..]);
        if (order != ByteOrderMagic && order != BinaryPrimitives.ReverseEndianness(ByteOrderMagic))
            return Fail("a section header without its byte-order magic");
        swapped = order != ByteOrderMagic;
        interfaces.Clear();
        return true;
    }

    private bool Describe(ReadOnlySpan<byte> body)
    {
        const int Fixed = 8;
        const ushort EndOfOptions = 0, TimeResolution = 9, TimeOffset = 14;
        if (body.Length < Fixed)
            return Fail("an interface description without its fixed part");
        byte resolution = PcapngInterface.DefaultResolution;
        long offset = 0;
        for (var rest = body[Fixed..]; rest.Length >= 4;)
        {
            ushort code = UInt16(rest);
            int size = UInt16(rest[2..]), padded = (size + 3) & ~3;
            rest = rest[4..];
            if (code == EndOfOptions || padded > rest.Length)
                break;
            if (code == TimeResolution && size >= 1)
                resolution = rest[0];
            else if (code == TimeOffset && size >= 8)
                offset = Int64(rest);
            rest = rest[padded..];
        }
        interfaces.Add(new PcapngInterface((LinkType)UInt16(body), UInt32(body[4..]), resolution, offset));
        return false;
    }

    private bool ReadEnhanced(ReadOnlySpan<byte> body, out Frame frame)
    {
        const int Fixed = 20;
        frame = default;
        return body.Length < Fixed ? Fail("a packet block without its fixed part") : Read(body, UInt32(body), Fixed, out frame);
    }

    // The form before the enhanced one: an interface of two bytes, then a count of drops.
    private bool ReadObsolete(ReadOnlySpan<byte> body, out Frame frame)
    {
        const int Fixed = 20;
        frame = default;
        return body.Length < Fixed ? Fail("a packet block without its fixed part") : Read(body, UInt16(body), Fixed, out frame);
    }

    private bool Read(ReadOnlySpan<byte> body, uint index, int dataAt, out Frame frame)
    {
        frame = default;
        if (index >= interfaces.Count)
            return Fail($"a packet of interface {index}, which is not described");
        var from = interfaces[(int)index];
        uint captured = UInt32(body[12..]), original = UInt32(body[16..]);
        if (captured > body.Length - dataAt)
            return Fail($"a packet block claims {captured} captured bytes and has room for {body.Length - dataAt}");
        lastTime = from.TimeOf(((ulong)UInt32(body[4..]) << 32) | UInt32(body[8..]));
        frame = new Frame(body.Slice(dataAt, (int)captured), lastTime, from.LinkType, (int)Math.Min(original, int.MaxValue));
        return true;
    }

    // Without a time and always of the first interface: it is given the time of the packet before.
    private bool ReadSimple(ReadOnlySpan<byte> body, out Frame frame)
    {
        const int Fixed = 4;
        frame = default;
        if (body.Length < Fixed)
            return Fail("a simple packet block without its fixed part");
        if (interfaces.Count == 0)
            return Fail("a simple packet, and no interface is described");
        uint original = UInt32(body), limit = interfaces[0].SnapLength == 0 ? uint.MaxValue : interfaces[0].SnapLength;
        int captured = (int)Math.Min(Math.Min(original, limit), (uint)(body.Length - Fixed));
        frame = new Frame(body.Slice(Fixed, captured), lastTime, interfaces[0].LinkType, (int)Math.Min(original, int.MaxValue));
        return true;
    }

    private uint UInt32(ReadOnlySpan<byte> at)
    {
        uint value = BitConverter.ToUInt32(at);
        return swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private ushort UInt16(ReadOnlySpan<byte> at)
    {
        ushort value = BitConverter.ToUInt16(at);
        return swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private long Int64(ReadOnlySpan<byte> at)
    {
        long value = BitConverter.ToInt64(at);
        return swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
