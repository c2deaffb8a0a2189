namespace Steffi.Gremlin.Tests;

public class SyntaxErrorTests
{
    [Theory]
    [InlineData("", "found \"\", expected `G`", 1, 1, "")]
    [InlineData("X.V()", "found \"X\", expected `G`", 1, 1, "X")]
    [InlineData("G.V()x", "found \"x\", expected `.`", 1, 6, "x")]
    [InlineData("G.V();", "found \";\", expected `.`", 1, 6, ";")]
    [InlineData("G()", "found \"(\", expected `.`", 1, 2, "(")]
    [InlineData("G.V().G()", "found \"(\", expected `.`", 1, 8, "(")]
    [InlineData("G.", "Expected left parenthesis, got: ", 1, 3, "")]
    [InlineData("G.V", "Expected left parenthesis, got: ", 1, 4, "")]
    [InlineData("G.V()\n  .Has", "Expected left parenthesis, got: ", 2, 7, "")]
    [InlineData("G.V()..Count()", "Expected left parenthesis, got: .", 1, 7, ".")]
    [InlineData("G.V().!()", "Expected step function, got: !", 1, 7, "!")]
    [InlineData("G.V().1()", "Expected step function, got: 1", 1, 7, "1")]
    [InlineData("G.V().True()", "Expected step function, got: True", 1, 7, "True")]
    [InlineData("G.V().HasLabel('x')", "Expected step function, got: HasLabel", 1, 7, "HasLabel")]
    [InlineData("G.V().HasLabel", "Expected step function, got: HasLabel", 1, 7, "HasLabel")]
    [InlineData("G.V().Within(1)", "Expected step function, got: Within", 1, 7, "Within")]
    [InlineData("G.V(", "Expected right parenthesis", 1, 5, "")]
    [InlineData("G.V('n1", "Expected right parenthesis", 1, 5, "'n1")]
    [InlineData("G.V('n1\\'", "Expected right parenthesis", 1, 5, "'n1\\'")]
    [InlineData("G.V().Has('a', foo)", "Unexpected token while parsing parameters, got: foo", 1, 16, "foo")]
    [InlineData("G.V().Has('a', foo(1))", "Unexpected token while parsing parameters, got: foo", 1, 16, "foo")]
    [InlineData("G.V().Has('a', V)", "Unexpected token while parsing parameters, got: V", 1, 16, "V")]
    [InlineData("G.V().Has('a', Gt)", "Expected left parenthesis, got: )", 1, 18, ")")]
    [InlineData("G.V().Has('a', -)", "Unexpected token while parsing parameters, got: -", 1, 16, "-")]
    [InlineData("G.V().Has('a', [1])", "Unexpected token while parsing parameters, got: [", 1, 16, "[")]
    [InlineData("G.V().Has('a', 1.2.3)", "Expected number token, got: 1.2.3", 1, 16, "1.2.3")]
    [InlineData("G.V().Has('a', 12ab)", "Expected number token, got: 12ab", 1, 16, "12ab")]
    [InlineData("G.V().Has('a', 1e999)", "Expected number token, got: 1e999", 1, 16, "1e999")]
    [InlineData("G.V().Has('a', $)", "Unexpected token while parsing parameters, got: $", 1, 16, "$")]
    public void Names_what_was_met_where(string text, string reason, int line, int column, string met)
    {
        var error = Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse(text));
        Assert.Equal((reason, line, column, met), (error.Reason, error.Line, error.Column, error.Met));
        Assert.NotEmpty(error.Expected);
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_an_error_at_its_place()
    {
        var error = Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse("G.V()\n.Has('\ud83d\ude00\ud83d')"));
        Assert.Equal((2, 8), (error.Line, error.Column));
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_stack_overflow()
    {
        var text = "G.V().Has('a'," + string.Concat(Enumerable.Repeat("Within(", 30_000)) + new string(')', 30_000) + ")";
        var error = Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse(text));
        Assert.Contains("nested more than", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_a_megabyte_is_an_error()
    {
        var text = $"G.V().Has('a', '{new string('x', 1 << 20)}')";
        Assert.Contains("characters", Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse(text)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_too_many_steps_is_an_error()
    {
        var text = "G.V()" + string.Concat(Enumerable.Repeat(".Dedup()", 2000));
        Assert.Contains("steps", Assert.Throws<QuerySyntaxException>(() => GremlinQuery.Parse(text)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_values_is_no_error()
    {
        using var graph = Graphs.Many(10);
        var values = string.Join(",", Enumerable.Range(0, 5000).Select(i => $"'x{i}'"));
        Assert.Equal(10, graph.Query($"G.V().Has('Name', Within({values}))").Count);
    }
}
