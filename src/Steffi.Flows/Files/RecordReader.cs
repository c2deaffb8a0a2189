using System.Buffers.Binary;

namespace Steffi.Flows;

/// <summary>One format of capture files: cuts the bytes into records.</summary>
/// <remarks>Hot: <see cref="TryRead"/> is called once a frame, and allocates nothing.</remarks>
internal abstract class RecordReader(ByteWindow bytes)
{
    /// <summary>Longest record that is believed, as libpcap has it for pcapng. A longer one is a broken length.</summary>
    protected const int MaxRecord = 16 << 20;

    protected ByteWindow Bytes { get; } = bytes;

    /// <summary>What is wrong with the record that begins at the bytes' offset; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The next frame; false at the end, and where <see cref="Problem"/> says that it goes on no more.</summary>
    public abstract bool TryRead(out Frame frame);

    /// <summary>The reader for bytes that begin so; null when they begin as no capture does.</summary>
    public static RecordReader? For(ByteWindow bytes)
    {
        if (!bytes.Has(sizeof(uint)))
            return null;
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Peek(sizeof(uint)));
        return magic == PcapngReader.Magic ? new PcapngReader(bytes) : PcapReader.For(bytes, magic);
    }

    protected bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }

    protected bool CutShort(string what, int wanted) => Fail($"cut short: {what} of {wanted} bytes, {Bytes.Available} are there");
}
