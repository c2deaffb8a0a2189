using System.IO.Compression;
using ZstdSharp;

namespace Steffi.Flows.Tests;

public sealed class CompressedFileTests
{
    private static readonly byte[] Capture = MakeCapture();

    public static TheoryData<string> Kinds => ["gzip", "zstd"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_compressed_capture_reads_as_it_is(string kind)
    {
        var plain = ReadFrame.Mapped(Capture).Frames;
        Assert.Equal(2000, plain.Count);
        Assert.Equal(plain, ReadFrame.Mapped(Compress(kind, Capture)).Frames);
        Assert.Equal(plain, ReadFrame.Streamed(Compress(kind, Capture)).Frames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_compressed_pieces_in_a_row_are_one_capture(string kind)
    {
        byte[] pieces = [.. Compress(kind, Capture[..5000]), .. Compress(kind, Capture[5000..])];
        var (frames, damage) = ReadFrame.Mapped(pieces);
        Assert.Null(damage);
        Assert.Equal(2000, frames.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compressed_data_that_is_cut_short_or_damaged_gives_what_comes_before(string kind)
    {
        var compressed = Compress(kind, Capture);
        foreach (var broken in new[] { compressed[..(compressed.Length / 2)], [.. compressed[..(compressed.Length / 2)], .. new byte[1000]] })
        {
            var (frames, damage) = ReadFrame.Mapped(broken);
            Assert.InRange(frames.Count, 1, 1999);
            Assert.NotNull(damage);
            Assert.Matches("cut short|damaged", damage.Problem);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Wherever_compressed_data_is_cut_it_says_so(string kind)
    {
        // Of much repetition, so that many a cut leaves whole records, as if nothing were missing.
        var bytes = new CaptureBytes(false).PcapHeader();
        for (uint i = 0; i < 100; i++)
            bytes.PcapRecord(i, 0, new byte[60]);
        byte[] compressed = Compress(kind, bytes.ToArray());
        for (int length = 4; length < compressed.Length; length++)
        {
            try
            {
                var (frames, damage) = ReadFrame.Streamed(compressed[..length]);
                Assert.True(damage is not null, $"{frames.Count} frames of {length} bytes out of {compressed.Length}");
            }
            catch (CaptureFormatException e)
            {
                Assert.Contains("cut short", e.Problem);
            }
        }
        Assert.Equal((100, null), ReadFrame.Streamed([.. compressed]) is var whole ? (whole.Frames.Count, whole.Damage) : default);
    }

    [Fact]
    public void The_end_of_gzip_is_known_whatever_room_there_is()
    {
        // The capture fills the buffer to a few bytes before its end.
        for (int room = 0; room < 40; room++)
        {
            var bytes = new CaptureBytes(false).PcapHeader().PcapRecord(0, 0, new byte[(1 << 18) - room - 40]);
            Assert.Equal((1, null), ReadFrame.Streamed(Compress("gzip", bytes.ToArray())) is var whole ? (whole.Frames.Count, whole.Damage) : default);
        }
    }

    private static byte[] MakeCapture()
    {
        var bytes = new CaptureBytes(false).PcapHeader();
        var random = new Random(5);
        for (uint i = 0; i < 2000; i++)
        {
            var data = new byte[600];
            random.NextBytes(data);
            bytes.PcapRecord(i, 0, data);
        }
        return bytes.ToArray();
    }

    private static byte[] Compress(string kind, byte[] data)
    {
        using var result = new MemoryStream();
        using (Stream stream = kind == "gzip" ? new GZipStream(result, CompressionLevel.Fastest) : new CompressionStream(result))
            stream.Write(data);
        return result.ToArray();
    }
}
