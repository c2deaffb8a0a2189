using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZstdSharp;

namespace Steffi.Flows;

/// <summary>A stream, read into a buffer that grows with what really comes, never with what a header claims.</summary>
internal sealed unsafe class StreamedBytes(Stream stream, long? length = null) : ByteWindow
{
    private const int FirstSize = 1 << 18;

    private byte[] buffer = [];
    private string? failure;
    private bool ended;

    public override long? Length { get; } = length;

    public override string? Failure => failure;

    protected override bool Fill(int count)
    {
        int have = Available;
        MakeRoom(have);
        while (have < count && !ended)
        {
            if (have == buffer.Length)
                MakeRoom(have);
            int read = Read(buffer.AsSpan(have));
            ended = read == 0;
            have += read;
            End = Next + have;
        }
        return have >= count;
    }

    // What is left goes to the front; a buffer that is full of it already is doubled.
    private void MakeRoom(int have)
    {
        var rest = new ReadOnlySpan<byte>(Next, have);
        if (have < buffer.Length)
            rest.CopyTo(buffer);
        else
        {
            // Pinned, so that the pointers into it hold.
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(FirstSize, 2 * buffer.Length), pinned: true);
            rest.CopyTo(larger);
            buffer = larger;
        }
        Next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        End = Next + have;
    }

    // Foreign compressed bytes may be anything: where they stop making sense the capture ends.
    private int Read(Span<byte> into)
    {
        try
        {
            return stream.Read(into);
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or EndOfStreamException)
        {
            failure = e is EndOfStreamException ? "the compressed data is cut short" : "the compressed data is damaged";
            return 0;
        }
    }

    public override void Dispose()
    {
        Next = End = null;
        ended = true;
        stream.Dispose();
    }
}
