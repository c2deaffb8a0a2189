namespace Steffi.Flows.Tests;

public sealed class PcapngFileTests
{
    private static readonly byte[] Data = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Interfaces_have_link_types_and_clocks_of_their_own(bool bigEndian)
    {
        var capture = new CaptureBytes(bigEndian).Section()
            .Interface(1)
            .Interface(101, options: body => body.Option(9, 9).Option(14, OffsetBytes(bigEndian, 100)).Option(0))
            .Interface(113, options: body => body.Option(2, 1, 2, 3).Option(9, 0x81))
            .Interface(276, options: body => body.Option(9, 12))
            .Packet(1, 5, Data)
            .Packet(0, 5, Data, original: 60)
            .Packet(2, 5, Data)
            .Packet(3, 5000, Data)
            .ToArray();
        var (frames, damage) = ReadFrame.Mapped(capture);
        Assert.Null(damage);
        Assert.Equal(
            [
                new ReadFrame("0102030405", 100_000_000_005, LinkType.Raw, 5),
                new ReadFrame("0102030405", 5_000, LinkType.Ethernet, 60),
                new ReadFrame("0102030405", 2_500_000_000, LinkType.LinuxCooked, 5),
                new ReadFrame("0102030405", 5, LinkType.LinuxCooked2, 5),
            ], frames);
        Assert.Equal(frames, ReadFrame.Streamed(capture).Frames);
    }

    [Fact]
    public void A_section_brings_its_own_byte_order_and_interfaces()
    {
        byte[] capture =
        [
            .. new CaptureBytes(false).Section().Interface(1).Packet(0, 1, Data).ToArray(),
            .. new CaptureBytes(true).Section().Interface(101).Packet(0, 2, Data).ToArray(),
        ];
        Assert.Equal([(LinkType.Ethernet, 1_000), (LinkType.Raw, 2_000)], ReadFrame.Mapped(capture).Frames.Select(frame => (frame.LinkType, frame.Time)));
    }

    [Fact]
    public void Simple_and_obsolete_packets_are_read_and_unknown_blocks_passed_over()
    {
        var capture = new CaptureBytes(true).Section().Interface(1, snapLength: 4)
            .Block(0x40000bad, body => body.Raw(new byte[40]))
            .Packet(0, 9, Data)
            .Block(3, body => body.U32(5).Padded(Data[..4]))
            .Block(2, body => body.U16(0).U16(7).U32(0).U32(11).U32(5).U32(90).Padded(Data))
            .Block(5, body => body.U32(0).U32(0).U32(0))
            .ToArray();
        var (frames, damage) = ReadFrame.Mapped(capture);
        Assert.Null(damage);
        Assert.Equal(
            [
                new ReadFrame("0102030405", 9_000, LinkType.Ethernet, 5),
                new ReadFrame("01020304", 9_000, LinkType.Ethernet, 5),
                new ReadFrame("0102030405", 11_000, LinkType.Ethernet, 90),
            ], frames);
    }

    [Fact]
    public void A_block_that_lies_ends_the_file_and_is_placed()
    {
        var good = new CaptureBytes(false).Section().Interface(1).Packet(0, 1, Data).ToArray();
        (byte[] Bad, string Problem)[] ends =
        [
            (new CaptureBytes(false).Packet(1, 1, Data).ToArray(), "a packet of interface 1, which is not described"),
            (new CaptureBytes(false).Block(6, body => body.U32(0).U32(0).U32(0).U32(99).U32(99).Padded(Data)).ToArray(), "a packet block claims 99 captured bytes and has room for 8"),
            (new CaptureBytes(false).U32(6).U32(11).Raw(new byte[20]).ToArray(), "a block of type 0x6 claims 11 bytes"),
            (new CaptureBytes(false).U32(6).U32(0xffffffff).Raw(new byte[20]).ToArray(), "a block of type 0x6 claims 4294967295 bytes"),
            (new CaptureBytes(false).Block(6, body => body.U32(0)).ToArray(), "a packet block without its fixed part"),
            (new CaptureBytes(false).Packet(0, 1, Data).ToArray()[..^1], "cut short: a block of type 0x6 of 40 bytes, 39 are there"),
            ([1], "cut short: a block's header of 8 bytes, 1 are there"),
        ];
        foreach (var (bad, problem) in ends)
            foreach (var (frames, damage) in new[] { ReadFrame.Mapped([.. good, .. bad]), ReadFrame.Streamed([.. good, .. bad]) })
            {
                Assert.Single(frames);
                Assert.Equal((good.Length, problem), (damage!.Offset, damage.Problem));
            }
    }

    private static byte[] OffsetBytes(bool bigEndian, long seconds) => new CaptureBytes(bigEndian).I64(seconds).ToArray();
}
