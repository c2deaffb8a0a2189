namespace Steffi.Flows.Tests;

/// A frame that outlives its file.
internal sealed record ReadFrame(string Bytes, long Time, LinkType LinkType, int OriginalLength)
{
    public static ReadFrame Of(in Frame frame) => new(Convert.ToHexString(frame.Bytes), frame.Time, frame.LinkType, frame.OriginalLength);

    /// All frames of a capture, read as a stream that gives a few bytes at a time, and what was wrong with it.
    public static (List<ReadFrame> Frames, CaptureFormatException? Damage) Streamed(byte[] capture)
    {
        using var file = CaptureFile.Open(new TricklingStream(capture), "test");
        return (All(file), file.Damage);
    }

    /// The same, of a mapped file.
    public static (List<ReadFrame> Frames, CaptureFormatException? Damage) Mapped(byte[] capture)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, capture);
            using var file = CaptureFile.Open(path);
            return (All(file), file.Damage);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static List<ReadFrame> All(CaptureFile file)
    {
        var frames = new List<ReadFrame>();
        while (file.TryRead(out var frame))
            frames.Add(Of(frame));
        return frames;
    }

    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
