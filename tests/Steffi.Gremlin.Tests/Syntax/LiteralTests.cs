namespace Steffi.Gremlin.Tests;

public class LiteralTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("-1", -1L)]
    [InlineData("0x1F", 31L)]
    [InlineData("-0x10", -16L)]
    [InlineData("0X7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("007", 7L)]
    public void Integers_are_read(string text, long expected)
    {
        Assert.True(NumberLiteral.TryRead(text, out var value));
        Assert.Equal((MetadataValue)expected, value);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-1.5", -1.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("2.5e-3", 0.0025)]
    [InlineData("1E+2", 100.0)]
    [InlineData("9223372036854775808", 9223372036854775808.0)]
    [InlineData("0xFFFFFFFFFFFFFFFF", 18446744073709551615.0)]
    public void Doubles_are_read(string text, double expected)
    {
        Assert.True(NumberLiteral.TryRead(text, out var value));
        Assert.Equal((MetadataValue)expected, value);
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("0x")]
    [InlineData("0xZ")]
    [InlineData("1e")]
    [InlineData("1_000")]
    [InlineData("0x1.8")]
    public void What_is_no_number_is_refused(string text) => Assert.False(NumberLiteral.TryRead(text, out _));

    [Theory]
    [InlineData("'abc'", "abc")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'say \"hi\"'", "say \"hi\"")]
    [InlineData("'a\\'b'", "a'b")]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("'a\\\\b'", "a\\b")]
    [InlineData("'\\n\\r\\t\\f\\/'", "\n\r\t\f/")]
    [InlineData("'\\u00e9'", "é")]
    [InlineData("'\\u00'", "\\u00")]
    [InlineData("'eth\\d+'", "eth\\d+")]
    [InlineData("'\\bword\\b'", "\\bword\\b")]
    [InlineData("'line\nbreak'", "line\nbreak")]
    [InlineData("''", "")]
    public void Strings_are_read(string quoted, string expected) => Assert.Equal(expected, TextLiteral.Read(quoted));

    [Fact]
    public void Whitespace_may_stand_between_all_tokens_and_carriage_returns_count_as_such()
    {
        using var graph = Graphs.Many(3);
        Assert.Equal(3, graph.Query("G\r\n\t. V ( )\r\n.Count ( )").Value.AsInt());
    }

    [Fact]
    public void Names_of_steps_and_predicates_are_read_in_any_case()
    {
        using var graph = Graphs.Many(10);
        Assert.Equal(2, graph.Query("g.v().HAS('Rank', wItHiN(1)).cOuNt()").Value.AsInt());
        Assert.Equal("id9", graph.Query("G.V().Sort(desc, 'Half').Limit(1)").Ids().Single());
    }

    [Fact]
    public void Commas_are_optional_and_may_repeat()
    {
        using var graph = Graphs.Many(10);
        Assert.Equal(2, graph.Query("G.V().Has(,'Rank',,Within(0,,7 ),)").Count);
    }
}
