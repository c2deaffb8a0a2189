namespace Steffi.Gremlin.Tests;

public class LimitTests
{
    private static readonly Graph Tree = Graphs.Many(3000);

    [Fact]
    public void Too_many_results_are_an_error_that_names_the_limit()
    {
        var error = Assert.Throws<QueryLimitException>(() => Tree.Query("G.V()", options: new QueryOptions { MaxResults = 10 }));
        Assert.Equal("MaxResults", error.Limit);
        Assert.Equal(10, Tree.Query("G.V().Limit(10)", options: new QueryOptions { MaxResults = 10 }).Count);
        Assert.Equal(3000, Tree.Query("G.V().Count()", options: new QueryOptions { MaxResults = 1 }).Value.AsInt());
    }

    [Fact]
    public void A_step_that_holds_too_much_is_an_error_at_its_place()
    {
        var error = Assert.Throws<QueryLimitException>(
            () => Tree.Query("G.V().Limit(4).Neighbors(0).\nBoth().Both().Both().Both()", options: new QueryOptions { MaxElements = 20 }));
        Assert.Equal(("MaxElements", 2), (error.Limit, error.Line));
    }

    [Fact]
    public void Paths_count_by_their_nodes() => Assert.Throws<QueryLimitException>(
        () => Tree.Query("G.V().ShortestPathTo(Metadata('Name', 'x0'))", options: new QueryOptions { MaxElements = 5000 }));

    [Fact]
    public void A_query_ends_when_its_time_is_up()
    {
        var error = Assert.Throws<QueryLimitException>(
            () => Tree.Query("G.V().Both().Both().Both().Count()", options: new QueryOptions { Timeout = TimeSpan.FromTicks(1) }));
        Assert.Equal("Timeout", error.Limit);
        Assert.True(Tree.Query("G.V().Count()", options: new QueryOptions { Timeout = TimeSpan.FromHours(1) }).Count == 1);
    }

    [Fact]
    public void A_query_that_was_cancelled_before_does_not_run() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Tree.Query("G.V()", cancel: new CancellationToken(canceled: true)));

    [Fact]
    public void A_query_that_is_cancelled_while_it_runs_ends()
    {
        using var source = new CancellationTokenSource();
        var dialect = GremlinDialect.Skydive.With(new CancellingStep(source));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Tree.Query("G.V().Cancel().Both().Both()", options: new QueryOptions { Dialect = dialect }, cancel: source.Token));
    }

    [Fact]
    public void Only_a_limit_that_is_exceeded_counts() =>
        Assert.Equal(3000, Tree.Query("G.V()", options: new QueryOptions { MaxResults = 3000, MaxElements = 3000 }).Count);

    private sealed class CancellingStep(CancellationTokenSource source) : StepExtension
    {
        public override IReadOnlyList<string> Names => ["Cancel"];

        public override StepResult Run(StepCall call, StepInput input)
        {
            source.Cancel();
            return StepResult.OfNodes(input.Nodes.ToArray());
        }
    }
}
