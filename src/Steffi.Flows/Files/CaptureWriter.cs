using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>Writes frames as a classic pcap file with nanosecond times, little-endian, for every tool to read.</summary>
/// <remarks>Not thread-safe. The format has one link type a file: the first frame's.</remarks>
public sealed class CaptureWriter : IDisposable
{
    private const int HeaderLength = 24, RecordHeaderLength = 16, SnapLength = 262_144;
    private const long Nanoseconds = 1_000_000_000;

    private readonly Stream stream;
    private LinkType? linkType;

    /// <summary>Writes to a stream, buffered.</summary>
    /// <param name="stream">From its position on; disposed with this.</param>
    public CaptureWriter(Stream stream) => this.stream = new BufferedStream(stream, 1 << 16);

    /// <summary>Appends a frame.</summary>
    /// <returns>False when it is of another link type than the first, which the format cannot hold: nothing was written.</returns>
    public bool TryWrite(in Frame frame)
    {
        if (linkType is null)
            WriteHeader(frame.LinkType);
        if (frame.LinkType != linkType)
            return false;
        Span<byte> header = stackalloc byte[RecordHeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(frame.Time / Nanoseconds));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(frame.Time % Nanoseconds));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frame.OriginalLength);
        stream.Write(header);
        stream.Write(frame.Bytes);
        return true;
    }

    /// <summary>Ends the file. One without frames is an empty Ethernet capture.</summary>
    public void Dispose()
    {
        if (linkType is null)
            WriteHeader(LinkType.Ethernet);
        stream.Dispose();
    }

    private void WriteHeader(LinkType type)
    {
        linkType = type;
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, PcapReader.NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], SnapLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], (int)type);
        stream.Write(header);
    }
}
