namespace Steffi.Netlink.Tests;

public class MessageReaderTests
{
    [Fact]
    public void Two_messages_in_one_receive()
    {
        var first = Recorded.Message("links", "lo");
        var reader = new MessageReader([.. first, .. Recorded.Message("addresses", "0")]);
        Assert.True(reader.Next());
        Assert.Equal(MessageType.NewLink, reader.Type);
        Assert.Equal(first.Length - MessageReader.HeaderLength, reader.Payload.Length);
        Assert.True(reader.Next());
        Assert.Equal(MessageType.NewAddress, reader.Type);
        Assert.Equal(MessageFlags.Multi, reader.Flags & MessageFlags.Multi);
        Assert.Equal(1u, reader.Sequence);
        Assert.False(reader.Next());
        Assert.False(reader.IsBroken);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void A_length_that_does_not_fit_ends_the_walk(int length)
    {
        var reader = new MessageReader([.. BitConverter.GetBytes(length), .. new byte[20]]);
        Assert.False(reader.Next());
        Assert.True(reader.IsBroken);
        Assert.False(reader.Next());
    }

    [Fact]
    public void Requests_are_what_the_reader_reads()
    {
        var reader = new MessageReader(RequestWriter.Dump(new byte[64], MessageType.GetLink, AddressFamilies.Bridge, 7, extendedMask: 12));
        Assert.True(reader.Next());
        Assert.Equal(MessageType.GetLink, reader.Type);
        Assert.Equal(MessageFlags.Request | MessageFlags.Dump, reader.Flags);
        Assert.Equal(7u, reader.Sequence);
        Assert.Equal(AddressFamilies.Bridge, reader.Payload[0]);
        DecodeError error = default;
        var attributes = new AttributeReader(reader.Payload[LinkMessage.HeaderLength..], ref error);
        Assert.True(attributes.Next());
        Assert.Equal(12u, attributes.U32());
    }
}
