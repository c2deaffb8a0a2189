namespace Steffi.Flows.Tests;

public sealed class PcapFileTests
{
    [Theory]
    [InlineData(false, 0xa1b2c3d4, 123_456_000)]
    [InlineData(true, 0xa1b2c3d4, 123_456_000)]
    [InlineData(false, 0xa1b23c4d, 123_456)]
    [InlineData(true, 0xa1b23c4d, 123_456)]
    public void Both_byte_orders_and_both_resolutions_are_read(bool bigEndian, uint magic, int fraction)
    {
        var capture = new CaptureBytes(bigEndian).PcapHeader(magic).PcapRecord(1_700_000_000, 123_456, [1, 2, 3], 1500).PcapRecord(4_000_000_000, 0, []).ToArray();
        var (frames, damage) = ReadFrame.Mapped(capture);
        Assert.Null(damage);
        Assert.Equal([new ReadFrame("010203", 1_700_000_000_000_000_000 + fraction, LinkType.Ethernet, 1500), new ReadFrame("", 4_000_000_000_000_000_000, LinkType.Ethernet, 0)], frames);
        Assert.Equal(frames, ReadFrame.Streamed(capture).Frames);
    }

    [Fact]
    public void The_modified_format_has_longer_record_headers()
    {
        var capture = new CaptureBytes(true).PcapHeader(0xa1b2cd34).U32(7).U32(0).U32(2).U32(60).U32(3).U16(0x800).Raw(0, 0, 0xca, 0xfe).ToArray();
        Assert.Equal([new ReadFrame("CAFE", 7_000_000_000, LinkType.Ethernet, 60)], ReadFrame.Mapped(capture).Frames);
    }

    [Fact]
    public void An_old_version_may_put_the_lengths_the_other_way_round()
    {
        var capture = new CaptureBytes(false).PcapHeader(minor: 3).U32(7).U32(0).U32(60).U32(2).Raw(0xca, 0xfe).ToArray();
        Assert.Equal([new ReadFrame("CAFE", 7_000_000_000, LinkType.Ethernet, 60)], ReadFrame.Mapped(capture).Frames);
    }

    [Fact]
    public void Bits_about_check_sequences_are_not_the_link_type()
    {
        var capture = new CaptureBytes(false).PcapHeader(linkType: 0x24000071).PcapRecord(0, 0, [1]).ToArray();
        Assert.Equal(LinkType.LinuxCooked, Assert.Single(ReadFrame.Mapped(capture).Frames).LinkType);
    }

    [Fact]
    public void A_record_that_is_cut_short_ends_the_file_and_is_placed()
    {
        var capture = new CaptureBytes(false).PcapHeader().PcapRecord(1, 0, [1, 2, 3, 4]).PcapRecord(2, 0, [1, 2, 3, 4]).ToArray();
        for (int missing = 1; missing < 20; missing++)
            foreach (var (frames, damage) in new[] { ReadFrame.Mapped(capture[..^missing]), ReadFrame.Streamed(capture[..^missing]) })
            {
                Assert.Single(frames);
                Assert.Equal(44, damage!.Offset);
                Assert.StartsWith("cut short: a record", damage.Problem);
                Assert.Contains("byte 44", damage.Message);
            }
    }

    [Fact]
    public void A_length_that_no_frame_has_ends_the_file()
    {
        var capture = new CaptureBytes(false).PcapHeader().PcapRecord(1, 0, [1]).U32(0).U32(0).U32(0xfffffff0).U32(1).Raw(new byte[100]).ToArray();
        var (frames, damage) = ReadFrame.Streamed(capture);
        Assert.Single(frames);
        Assert.Equal((41, "a record claims 4294967280 captured bytes, more than any frame has"), (damage!.Offset, damage.Problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d4c3")]
    [InlineData("504b030414000000")]
    public void Something_else_is_refused_by_name(string hex)
    {
        var refused = Assert.Throws<CaptureFormatException>(() => ReadFrame.Streamed(Convert.FromHexString(hex)));
        Assert.StartsWith("test, byte 0: ", refused.Message);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var stream = new MemoryStream();
        using (var writer = new CaptureWriter(stream))
        {
            Assert.True(writer.TryWrite(new Frame([1, 2, 3], 1_700_000_000_123_456_789, LinkType.Raw, 70_000)));
            Assert.False(writer.TryWrite(new Frame([9], 0)));
            Assert.True(writer.TryWrite(new Frame([4], 5, LinkType.Raw)));
        }
        Assert.Equal([new ReadFrame("010203", 1_700_000_000_123_456_789, LinkType.Raw, 70_000), new ReadFrame("04", 5, LinkType.Raw, 1)], ReadFrame.Streamed(stream.ToArray()).Frames);
    }

    [Fact]
    public void Reading_a_frame_allocates_nothing()
    {
        var bytes = new CaptureBytes(false).PcapHeader();
        for (uint i = 0; i < 1000; i++)
            bytes.PcapRecord(i, 0, new byte[60]);
        // What a frame allocates shows in every turn; a collection that another test causes, in one.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(turn =>
        {
            using var file = CaptureFile.Open(new MemoryStream(bytes.ToArray()), "test");
            Assert.True(file.TryRead(out _));
            int frames = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            while (file.TryRead(out _))
                frames++;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(999, frames);
            return allocated;
        }));
    }
}
