namespace Steffi.Gremlin.Tests;

public class ProfileTests
{
    private static readonly Graph Many = Graphs.Many(2000, indexed: true);

    [Fact]
    public void An_explained_plan_knows_the_size_of_the_graph_and_its_indexes()
    {
        var scan = GremlinQuery.Parse("G.V().Has('Half', 3)").Explain(Many.Live);
        var seek = GremlinQuery.Parse("G.V().Has('Name', 'x17').Out()").Explain(Many.Live);
        Assert.Equal(2000, Assert.Single(scan).EstimatedCost);
        Assert.Equal(("V seek [Name] where Name = 'x17'", 1.0, 1.0), (seek[0].Step, seek[0].EstimatedRows, seek[0].EstimatedCost));
        Assert.Equal(2, seek.Count);
        Assert.Null(seek[1].Rows);
    }

    [Fact]
    public void A_profile_tells_rows_and_time_of_each_step_beside_the_result()
    {
        var profile = GremlinQuery.Parse("G.V().Has('Rank', 3).Out().Dedup().Count()").Profile(Many.Live);
        Assert.Equal(Many.Query("G.V().Has('Rank', 3).Out().Dedup().Count()").Value, profile.Result.Value);
        Assert.Equal([Many.Query("G.V().Has('Rank', 3)").Count, 1L], profile.Steps.Select(step => step.Rows!.Value));
        Assert.All(profile.Steps, step => Assert.True(step.Time > TimeSpan.Zero));
    }

    [Fact]
    public void The_steps_give_the_same_as_rows()
    {
        var explained = Many.Query("G.V().Has('Rank', 3).Explain()");
        Assert.Equal("V seek [Rank] where Rank = 3", explained.Values[0].AsMap()["Step"].AsString());
        Assert.True(explained.Values[0].AsMap()["Rows"].IsNull);
        var profiled = Many.Query("G.V().Limit(7).Profile()");
        Assert.Equal(7, profiled.Values[0].AsMap()["Rows"].AsInt());
        Assert.False(profiled.Values[0].AsMap()["Time"].IsNull);
    }

    [Theory]
    [InlineData("G.V().Explain().Count()")]
    [InlineData("G.V().Profile().Profile()")]
    public void They_stand_at_the_end(string query) => Assert.Contains("at the end", Assert.Throws<QueryException>(() => Many.Query(query)).Message, StringComparison.Ordinal);

    [Fact]
    public void Profile_fails_as_the_query_would() =>
        Assert.Throws<QueryLimitException>(() => Many.Query("G.V().Profile()", options: new QueryOptions { MaxElements = 10 }));
}
