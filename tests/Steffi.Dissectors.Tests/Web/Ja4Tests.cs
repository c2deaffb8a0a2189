using Steffi.Plugins.Dissectors.Web;

namespace Steffi.Dissectors.Tests;

public class Ja4Tests
{
    // The example of the specification: JA4 of a Chrome hello, in its raw form, and with GREASE where Chrome puts it.
    private static readonly ushort[] suites = [0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035];
    private static readonly ushort[] extensions = [0x1a1a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015];
    private static readonly ushort[] algorithms = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];

    [Fact]
    public void The_specification_example_gives_its_fingerprint() =>
        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", Of("h2"));

    [Fact]
    public void Grease_among_the_signature_algorithms_does_not_count() =>
        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", Of("h2", [0x2a2a, .. algorithms]));

    [Theory]
    [InlineData("h", "hh")]
    [InlineData("http/1.1", "h1")]
    [InlineData("\u00ab", "ab")]
    [InlineData("\u00ab\u00cd", "ad")]
    [InlineData("0\u00ab", "3b")]
    [InlineData("01\u00ab\u00cd", "3d")]
    [InlineData("0\u00ab\u00cd1", "01")]
    public void First_and_last_of_the_protocol_are_letters_or_hexadecimal(string protocol, string marks) =>
        Assert.Equal(marks, Of(protocol)[8..10]);

    [Fact]
    public void A_hello_without_extensions_ends_in_zeros()
    {
        byte[] body = [3, 1, .. new byte[32], 0, 0, 2, 0, 0x2f, 1, 0];
        Assert.True(ClientHello.TryRead(body, isDtls: false, out var hello));
        Assert.Equal("t10i010000_", Ja4.Of(hello, 't')[..11]);
        Assert.EndsWith("_000000000000", Ja4.Of(hello, 't'), StringComparison.Ordinal);
    }

    private static string Of(string protocol, ushort[]? signatures = null)
    {
        byte[] name = [.. protocol.Select(letter => (byte)letter)];
        byte[] block = [.. extensions.SelectMany(type => Extension(type, name, signatures ?? algorithms))];
        byte[] body = [3, 3, .. new byte[32], 0, .. Pair(2 * suites.Length), .. suites.SelectMany(suite => Pair(suite)), 1, 0, .. Pair(block.Length), .. block];
        Assert.True(ClientHello.TryRead(body, isDtls: false, out var hello));
        return Ja4.Of(hello, 't');
    }

    private static byte[] Extension(ushort type, byte[] protocol, ushort[] signatures)
    {
        byte[] value = type switch
        {
            0x0010 => [.. Pair(protocol.Length + 1), (byte)protocol.Length, .. protocol],
            0x000d => [.. Pair(2 * signatures.Length), .. signatures.SelectMany(one => Pair(one))],
            0x002b => [6, 0x3a, 0x3a, 3, 4, 3, 3],
            _ => [],
        };
        return [.. Pair(type), .. Pair(value.Length), .. value];
    }

    private static byte[] Pair(int value) => [(byte)(value >> 8), (byte)value];
}
