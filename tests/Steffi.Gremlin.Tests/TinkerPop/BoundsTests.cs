namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Queries that would never end, or texts that would cost too much.</summary>
public class BoundsTests
{
    private static readonly Graph Small = Traversals.Small();

    [Theory]
    [InlineData("g.V().repeat(both())")]
    [InlineData("g.V().repeat(both().as('a')).emit(select('a').has('Name', 'nobody'))")]
    [InlineData("g.V().repeat(union(both(), identity())).path()")]
    public void A_walk_without_end_is_stopped(string text)
    {
        var options = Traversals.Options with { Timeout = TimeSpan.FromMilliseconds(200), MaxElements = 100_000 };
        Assert.Contains(Assert.Throws<QueryLimitException>(() => Small.Ask(text, options)).Limit, new[] { "Timeout", "MaxElements" });
    }

    [Theory]
    [InlineData("g.inject('aaaa').repeat(concat(identity())).times(60)")]
    [InlineData("g.inject('aa').repeat(replace('a', 'aaaaaaaa')).times(60)")]
    [InlineData("g.inject([1, 2]).repeat(combine(identity())).times(60)")]
    [InlineData("g.inject([1, 2]).repeat(product(identity())).times(60)")]
    [InlineData("g.inject([1, 2]).repeat(local(asString().fold()).combine(identity())).times(80).asString()")]
    [InlineData("g.inject(1).repeat(local(fold())).times(30000)")]
    [InlineData("g.inject(1).repeat(local(fold())).times(30000).dedup().asString()")]
    [InlineData("g.inject(1).repeat(local(fold())).times(30000).order().is(P.eq([[1]])).count().next()")]
    [InlineData("g.V().repeat(local(group()))")]
    [InlineData("g.inject(1).repeat(local(union(identity(), identity()).fold())).times(100)")]
    [InlineData("g.inject(1).repeat(local(union(identity(), identity()).fold())).times(100).asString()")]
    [InlineData("g.withSack(2n).inject(1).repeat(sack(mult).by(sack())).times(60).sack()")]
    [InlineData("g.withSack([1]).inject(1).repeat(sack(addAll).by(sack())).times(60).sack()")]
    [InlineData("g.V().repeat(both()).times(60).aggregate('x').cap('x')")]
    [InlineData("g.V().repeat(both()).times(60).group().by(T.label)")]
    [InlineData("g.V().repeat(both()).times(60).fold()")]
    [InlineData("g.V('blue').repeat(both()).times(3000).path().tree()")]
    public void What_grows_is_stopped(string text)
    {
        var options = Traversals.Options with { Timeout = TimeSpan.FromSeconds(1), MaxElements = 100_000 };
        try
        {
            Small.Query(text, options: options).ToJson();
        }
        catch (QueryException)
        {
            return;
        }

        Assert.Contains("count()", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("g.V().as('a').V().as('b').V().as('c').V().as('d').select('a', 'b', 'c', 'd')")]
    [InlineData("g.V().match(__.as('a').V().as('b'), __.as('a').V().as('c'), __.as('a').V().as('d'))")]
    [InlineData("g.V().union(V(), V()).union(V(), V()).union(V(), V()).fold()")]
    [InlineData("g.V().map(V().map(V().map(V().count()).fold()).fold())")]
    [InlineData("g.V().where(V().where(V().where(V().where(neq('a')).fold().is([])).fold().is([])).fold().is([]))")]
    public void A_cartesian_product_is_stopped(string text)
    {
        var graph = new Graph();
        graph.Write(change => Enumerable.Range(0, 300).ToList().ForEach(i => change.AddNode($"{i}", default)));
        var options = Traversals.Options with { Timeout = TimeSpan.FromMilliseconds(300), MaxElements = 100_000 };
        var error = Assert.Throws<QueryLimitException>(() => graph.Ask(text, options));
        Assert.Contains(error.Limit, new[] { "Timeout", "MaxElements" });
        Assert.True(error.Column > 1, error.Message);
    }

    [Theory]
    [InlineData("as('a').out().as('b').select('a', 'b').count()")]
    [InlineData("as('a').both().out().where(neq('a')).count()")]
    [InlineData("barrier().as('a').both().barrier().out().select('a').count()")]
    public void Walks_that_meet_are_one_also_where_labels_are_asked_for(string rest)
    {
        var plain = rest.Contains("neq", StringComparison.Ordinal) ? null : rest.Contains("both", StringComparison.Ordinal) ? "both().out().count()" : "out().count()";
        var count = (long)Small.AskOne($"g.V().repeat(both()).times(50).{rest}")!;
        Assert.True(count > 1L << 24, $"{count}");
        if (plain is not null) Assert.Equal(Small.AskOne($"g.V().repeat(both()).times(50).{plain}"), count);
    }

    [Fact]
    public void A_limit_ends_a_walk_without_end() => Assert.Equal(50, Small.Ask("g.V().repeat(both()).emit().limit(50)").Count);

    [Fact]
    public void Paths_count_for_what_they_hold()
    {
        const string text = "g.V().repeat(both()).emit().path().limit(5000)";
        Assert.Equal(5000, Small.Ask(text).Count);
        Assert.Equal("MaxElements", Assert.Throws<QueryLimitException>(() => Small.Ask(text, Traversals.Options with { MaxElements = 10_000 })).Limit);
    }

    [Fact]
    public void Too_many_rows_are_an_error() =>
        Assert.Equal("MaxResults", Assert.Throws<QueryLimitException>(() => Small.Ask("g.V()", Traversals.Options with { MaxResults = 2 })).Limit);

    [Theory]
    [InlineData("g.V()", "MaxResults")]
    [InlineData("g.V().out().path()", "MaxResults")]
    [InlineData("g.V().repeat(both()).emit()", "MaxResults")]
    [InlineData("g.V().both().both().both().fold().repeat(unfold().both())", "MaxElements")]
    public void What_was_found_until_a_limit_is_given_where_that_is_asked_for(string text, string limit)
    {
        var result = Small.Query(text, options: Traversals.Options with { MaxResults = 1, MaxElements = 5, AllowPartial = true });
        Assert.Equal((limit == "MaxResults" ? 1 : 0, false, limit), (result.Count, result.IsComplete, result.Limit));
        Assert.True(Small.Query("g.V().limit(1)", options: Traversals.Options with { MaxResults = 1, AllowPartial = true }).IsComplete);
    }

    [Fact]
    public void A_cancelled_query_ends()
    {
        using var cancel = new CancellationTokenSource(100);
        Assert.Throws<OperationCanceledException>(() => Small.Query("g.V().repeat(both().as('a').filter(select('a').has('Name', 'eth0').or().identity()))", options: Traversals.Options, cancel: cancel.Token));
    }

    [Theory]
    [InlineData(".fold()")]
    [InlineData(".project('a')")]
    public void A_property_nested_deeper_than_metadata_may_be_is_refused(string deeper)
    {
        using var graph = new Graph();
        string At(int depth) => $"g.addV().property('k', inject(1){string.Concat(Enumerable.Repeat(deeper, depth))})";
        Traversals.Ask(graph, At(63));
        var error = Assert.Throws<QueryException>(() => Traversals.Ask(graph, At(64)));
        Assert.Contains("64 levels", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, graph.Live.CountNodes());
    }

    [Fact]
    public void Deep_and_long_texts_are_refused_or_run()
    {
        string Nest(string open, string close, int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.Throws<QuerySyntaxException>(() => Small.Ask("g.inject(" + Nest("[", "]", 100_000) + ")"));
        Assert.Throws<QuerySyntaxException>(() => Small.Ask("g.V().where(" + Nest("__.not(", ")", 10_000) + ")"));
        Assert.Throws<QuerySyntaxException>(() => Small.Ask("g.V()" + string.Concat(Enumerable.Repeat(".out()", 100_000))));
        Assert.Throws<QuerySyntaxException>(() => Small.Ask("g.inject('" + new string('x', 1 << 20) + "')"));
        Assert.Empty(Small.Ask("g.V()" + string.Concat(Enumerable.Repeat(".out()", 999))));
        Assert.Equal(3, Small.Ask("g.V()" + string.Concat(Enumerable.Repeat(".where(__.not(__.not(__.identity())))", 150))).Count);
        Assert.Equal(3, Small.Ask("g.V().where(" + string.Concat(Enumerable.Repeat("__.filter(", 60)) + "__.identity()" + new string(')', 60) + ")").Count);
        Assert.Single(Small.Ask("g.inject(1).is(P.gt(0)" + string.Concat(Enumerable.Repeat(".and(P.lt(9))", 450)) + ")"));
    }
}
