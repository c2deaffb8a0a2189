namespace Steffi.Gremlin.Tests;

public class StreamTests
{
    private static readonly Graph Many = Graphs.Many(5000);

    [Theory]
    [InlineData("G.V()")]
    [InlineData("G.V().Has('Rank', Gt(2)).Out().Values('Name')")]
    [InlineData("G.V().Has('Name', 'x4000').Both()")]
    [InlineData("G.V().Sort('Name').Limit(20)")]
    [InlineData("G.V().OutE().InV('Rank', 3)")]
    [InlineData("G.E().Count()")]
    [InlineData("G.V().Out().Dedup().Limit(1500)")]
    [InlineData("G.V('id4').ShortestPathTo(Metadata('Name', 'x99'))")]
    public async Task Gives_the_rows_of_the_result_in_their_order(string text)
    {
        var rows = new List<ResultRow>();
        await foreach (var row in GremlinQuery.Parse(text).StreamAsync(Many.Live, cancel: TestContext.Current.CancellationToken)) rows.Add(row);
        Assert.Equal(ResultRow.Of(Many.Query(text)).Select(Text), rows.Select(Text));
    }

    [Fact]
    public async Task The_first_rows_come_before_a_limit_ends_the_stream()
    {
        var seen = 0;
        var error = await Assert.ThrowsAsync<QueryLimitException>(async () =>
        {
            await foreach (var row in GremlinQuery.Parse("G.V()").StreamAsync(Many.Live, options: new QueryOptions { MaxResults = 1500 }, cancel: TestContext.Current.CancellationToken)) seen++;
        });
        Assert.Equal(("MaxResults", 1500), (error.Limit, seen));
    }

    [Fact]
    public void A_query_may_be_cut_at_its_limit_and_says_so()
    {
        var cut = Many.Query("G.V()", options: new QueryOptions { MaxElements = 100, AllowPartial = true });
        Assert.Equal((false, "MaxElements"), (cut.IsComplete, cut.Limit));
        Assert.InRange(cut.Count, 1, 200);   // counted where a buffer grows
        Assert.Equal(Many.Query("G.V()").Ids().Take(cut.Count), cut.Ids());
        var lost = Many.Query("G.V().Count()", options: new QueryOptions { Timeout = TimeSpan.FromTicks(1), AllowPartial = true });
        Assert.Equal((false, 0), (lost.IsComplete, lost.Count));
        Assert.True(Many.Query("G.V()", options: new QueryOptions { AllowPartial = true }).IsComplete);
    }

    [Theory]
    [InlineData("G.V().Has('Name', $a, 'Rank', Within($b)).Sort(DESC, 'Name').Limit(3)", @"G.V().Has('Name', 'a\'b\\c', 'Rank', Within(1, 'x', true)).Sort(DESC, 'Name').Limit(3)")]
    [InlineData("G.At(NOW, FOREVER).V().G.E().Has('K', Gt(1.5))", "G.At(NOW, FOREVER).V().G.E().Has('K', Gt(1.5000000000000000E+000))")]
    [InlineData("G.V().ShortestPathTo(Metadata('a', 1), Metadata('b', 'c'))", "G.V().ShortestPathTo(Metadata('a', 1), Metadata('b', 'c'))")]
    public void A_bound_query_is_a_text_that_gives_the_same_plan(string text, string bound)
    {
        var parameters = new QueryParameters { ["a"] = @"a'b\c", ["b"] = new MetadataValue[] { 1, "x", true } };
        var query = GremlinQuery.Parse(text).Bind(parameters);
        Assert.Equal(bound, query.Text);
        Assert.Equal(GremlinQuery.Parse(text).Explain(parameters), GremlinQuery.Parse(query.Text).Explain());
    }

    private static string Text(ResultRow row)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream)) row.WriteJson(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
