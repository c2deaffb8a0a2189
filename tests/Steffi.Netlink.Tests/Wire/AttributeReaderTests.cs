namespace Steffi.Netlink.Tests;

public class AttributeReaderTests
{
    [Fact]
    public void Attributes_are_walked_in_order_with_their_padding()
    {
        DecodeError error = default;
        var reader = new AttributeReader(new Bytes().Text(3, "eth0").U8(16, 6).Text(20, "abc").Done(), ref error);
        Assert.True(reader.Next());
        Assert.Equal("eth0", reader.Text());
        Assert.True(reader.Next());
        Assert.Equal(6, reader.U8());
        Assert.True(reader.Next());
        Assert.Equal(20, reader.Type);
        Assert.Equal("abc", reader.Text());
        Assert.False(reader.Next());
        Assert.False(error.IsSet);
    }

    [Theory]
    [InlineData(new byte[] { 3, 0, 1, 0 }, 3)]
    [InlineData(new byte[] { 9, 0, 1, 0, 5, 5, 5, 5 }, 9)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, 0)]
    public void A_length_that_does_not_fit_ends_the_walk(byte[] bytes, int length)
    {
        DecodeError error = default;
        var reader = new AttributeReader(bytes, ref error);
        Assert.False(reader.Next());
        Assert.False(reader.Next());
        Assert.Equal(DecodeFault.AttributeLength, error.Fault);
        Assert.Equal(length, error.Length);
    }

    [Fact]
    public void The_first_error_stands()
    {
        DecodeError error = default;
        var reader = new AttributeReader(new Bytes().U16(4, 1).U8(5, 1).Done(), ref error);
        reader.Next();
        Assert.Equal(0u, reader.U32());
        reader.Next();
        Assert.Equal(0u, reader.U32());
        Assert.Equal("ValueLength (attribute 4, 2 bytes)", error.ToString());
    }

    [Fact]
    public void Nested_attributes_keep_the_error_of_the_whole()
    {
        DecodeError error = default;
        var reader = new AttributeReader(new Bytes().Nest(18, inner => inner.U8(2, 1)).Done(), ref error);
        Assert.True(reader.Next());
        Assert.Equal(18, reader.Type);
        var nested = reader.Nested();
        Assert.True(nested.Next());
        Assert.Null(nested.Address());
        Assert.True(error.IsSet);
    }

    [Fact]
    public void A_last_attribute_without_its_padding_is_read()
    {
        DecodeError error = default;
        var reader = new AttributeReader([5, 0, 16, 0, 7], ref error);
        Assert.True(reader.Next());
        Assert.Equal(7, reader.U8());
        Assert.False(reader.Next());
        Assert.False(error.IsSet);
    }
}
