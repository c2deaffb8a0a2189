namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Mistakes are named with their place.</summary>
public class ErrorTests
{
    private static readonly Graph Small = Traversals.Small();

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("V()", 1, 1)]
    [InlineData("g", 1, 1)]
    [InlineData("g.V().outt()", 1, 7)]
    [InlineData("g.V(\n).has('a', 'b'", 2, 15)]
    [InlineData("g.V().has('a)", 1, 11)]
    [InlineData("g.V().limit('x')", 1, 13)]
    [InlineData("g.V().out('a', 1)", 1, 16)]
    [InlineData("g.V().select()", 1, 7)]
    [InlineData("g.V().hasLabel()", 1, 7)]
    [InlineData("g.V().property('a')", 1, 7)]
    [InlineData("g.V().\n  range(local, 1)", 2, 3)]
    [InlineData("g.V().order().by('a', 'b')", 1, 23)]
    [InlineData("g.inject(1..'a')", 1, 13)]
    [InlineData("g.inject('a'..'bc')", 1, 10)]
    [InlineData("g.V();;", 1, 7)]
    [InlineData("g.withStrategies(SubgraphStrategy(vertexes: hasLabel('a'))).V()", 1, 18)]
    [InlineData("g.withStrategies(SeedStrategy(seed: 'a')).V()", 1, 18)]
    [InlineData("g.V().by('Name')", 1, 7)]
    [InlineData("g.V().is(12ab)", 1, 10)]
    [InlineData("g.V().has('a', P.grt(1))", 1, 18)]
    [InlineData("g.V().order().by(Order.up)", 1, 18)]
    [InlineData("g.withStrategies(NoStrategy).V()", 1, 18)]
    [InlineData("g.V().call('x')", 1, 7)]
    [InlineData("g.V().math('1 +')", 1, 7)]
    [InlineData("g.V().times(2)", 1, 7)]
    [InlineData("g.V().emit().and()", 1, 7)]
    public void A_text_that_is_no_traversal(string text, int line, int column)
    {
        var error = Assert.Throws<QuerySyntaxException>(() => Small.Ask(text));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("g.V().limit('x')", "limit(): an integer is expected", "an integer")]
    [InlineData("g.V().range(1)", "range(): an integer is expected, and nothing more is given", "an integer")]
    [InlineData("g.V().order().by('a', 'b')", "by(): ')' is expected", "')'")]
    [InlineData("g.V().outt()", "There is no step outt: out() is near", "a step")]
    [InlineData("g.V().frobnicate()", "There is no step frobnicate", "a step")]
    [InlineData("g.V().has('a', gt)", "'gt' is no constant, and no parameter has the name", "a constant or a parameter")]
    [InlineData("g.V().out", "'out' is a step and takes parentheses", "'('")]
    [InlineData("g.withStrategies(SubgraphStrategy(vertexes: hasLabel('a'))).V()", "SubgraphStrategy has no vertexes", "vertices, edges, vertexProperties, checkAdjacentVertices")]
    [InlineData("g.V().has('a', 'b'", "The traversal ends where ',' or ')' is expected", "',' or ')'")]
    public void What_is_expected_is_said(string text, string reason, string expected)
    {
        var error = Assert.Throws<QuerySyntaxException>(() => Small.Ask(text));
        Assert.Equal((reason, expected), (error.Reason, error.Expected));
    }

    [Theory]
    [InlineData("g.V().values('Name').sum()", 1, 22)]
    [InlineData("g.V().\n  values('Name').\n  out()", 3, 3)]
    [InlineData("g.inject('x').math('_ + 1')", 1, 15)]
    [InlineData("g.inject(1).unfold().asDate().dateAdd(DT.day, 99999999999999l)", 1, 31)]
    [InlineData("g.inject(9223372036854775807l, 1l).sum()", 1, 36)]
    [InlineData("g.inject(1).sack(sum).withSackless()", 1, 23)]
    public void A_step_that_fails_on_what_it_gets(string text, int line, int column)
    {
        var error = Assert.ThrowsAny<QueryException>(() => Small.Ask(text));
        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
