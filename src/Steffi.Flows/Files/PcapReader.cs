using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>Classic pcap: a header of 24 bytes, then records, in the byte order of the machine that wrote it.</summary>
/// <remarks>Source: draft-ietf-opsawg-pcap. The "modified" format of early Linux libpcap has eight more bytes a record, which say nothing of the frame.</remarks>
internal sealed class PcapReader : RecordReader
{
    public const uint MicrosecondMagic = 0xa1b2c3d4, NanosecondMagic = 0xa1b23c4d, ModifiedMagic = 0xa1b2cd34;

    private const int FileHeader = 24, RecordHeader = 16, ModifiedRecordHeader = 24;

    private readonly bool swapped;
    private readonly int recordHeader;
    private readonly long fraction;

    private bool started, lengthsMaySwap;
    private LinkType linkType;

    private PcapReader(ByteWindow bytes, bool swapped, uint magic) : base(bytes)
    {
        this.swapped = swapped;
        recordHeader = magic == ModifiedMagic ? ModifiedRecordHeader : RecordHeader;
        fraction = magic == NanosecondMagic ? 1 : 1_000;
    }

    /// <summary>The reader for a file that begins so, read as little-endian; null when no pcap file does.</summary>
    public static PcapReader? For(ByteWindow bytes, uint magic)
    {
        if (IsMagic(magic))
            return new PcapReader(bytes, !BitConverter.IsLittleEndian, magic);
        magic = BinaryPrimitives.ReverseEndianness(magic);
        return IsMagic(magic) ? new PcapReader(bytes, BitConverter.IsLittleEndian, magic) : null;
    }

    public override bool TryRead(out Frame frame)
    {
        frame = default;
        if (!started && !Start())
            return false;
        if (!Bytes.Has(recordHeader))
            return Bytes.Available > 0 && CutShort("a record's header", recordHeader);
        var header = Bytes.Peek(recordHeader);
        uint captured = UInt32(header[8..]), original = UInt32(header[12..]);
        if (lengthsMaySwap && captured > original)
            (captured, original) = (original, captured);
        if (captured > MaxRecord)
            return Fail($"a record claims {captured} captured bytes, more than any frame has");
        int length = recordHeader + (int)captured;
        if (!Bytes.Has(length))
            return CutShort("a record", length);
        header = Bytes.Peek(length);
        long time = (UInt32(header) * 1_000_000_000L) + (UInt32(header[4..]) * fraction);
        frame = new Frame(header[recordHeader..], time, linkType, (int)Math.Min(original, int.MaxValue));
        Bytes.Take(length);
        return true;
    }

    private bool Start()
    {
        if (!Bytes.Has(FileHeader))
            return CutShort("the file's header", FileHeader);
        var header = Bytes.Peek(FileHeader);
        // Writers before version 2.4 disagreed about which length comes first.
        int major = UInt16(header[4..]), minor = UInt16(header[6..]);
        lengthsMaySwap = major < 2 || (major == 2 && minor < 4);
        // The upper bits tell of a frame check sequence.
        linkType = (LinkType)(UInt32(header[20..]) & 0xffff);
        Bytes.Take(FileHeader);
        return started = true;
    }

    private static bool IsMagic(uint magic) => magic is MicrosecondMagic or NanosecondMagic or ModifiedMagic;

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
}
