namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>The dialect on a graph as probes make it.</summary>
public class SkydiveGraphTests
{
    private static readonly Graph Small = Traversals.Small();

    [Theory]
    [InlineData("g.V().hasLabel('veth').values('Name')", "[\"eth0\",\"veth0\"]")]
    [InlineData("g.V().has('Name', 'eth0').out('layer2').values('MTU')", "[9000]")]
    [InlineData("g.V('blue').out().out().path().by('Name')", "[{\"Path\":[\"blue\",\"eth0\",\"veth0\"]}]")]
    [InlineData("g.E().hasLabel('ownership').inV().id()", "[\"eth0\"]")]
    [InlineData("g.V().groupCount().by(T.label)", "[{\"netns\":1,\"veth\":2}]")]
    [InlineData("g.V().has('MTU', P.gt(2000)).count()", "[1]")]
    [InlineData("g.V().has('Type', 'netns').valueMap()", "[{\"Name\":[\"blue\"]}]")]
    public void Labels_are_Type_and_RelationType(string text, string json) => Assert.Equal(json, Small.Query(text, options: Traversals.Options).ToJson());

    [Fact]
    public void Labels_can_be_other_keys()
    {
        var options = new QueryOptions { Dialect = GremlinDialect.TinkerPop.WithLabelKeys("Name", "RelationType") };
        Assert.Equal(["eth0"], Small.Ask("g.V().hasLabel('eth0').label()", options));
    }

    [Fact]
    public void Nodes_and_edges_are_results_of_their_kind()
    {
        Assert.Equal(["eth0", "veth0"], Small.Query("g.V().hasLabel('veth')", options: Traversals.Options).Ids());
        Assert.Equal(ResultKind.Edges, Small.Query("g.E()", options: Traversals.Options).Kind);
    }

    [Fact]
    public void Parameters_stand_for_bare_words()
    {
        var named = new QueryParameters { ["name"] = "veth0" };
        Assert.Equal(9000, Assert.Single(Small.Query("g.V().has('Name', name).values('MTU')", named, Traversals.Options).Items));
        Assert.Contains("no parameter", Assert.Throws<QuerySyntaxException>(() => Small.Ask("g.V().has('Name', name)")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_tells_the_plan_and_profile_what_it_did()
    {
        Assert.Equal(["V", "Out count"], Small.Ask("g.V().out().count().explain()").Select(step => ((TraversalMap)step!)["Step"]));
        var steps = Small.Ask("g.V().hasLabel('veth').out().path().profile()").Cast<TraversalMap>().ToList();
        Assert.Equal(["V seek [Type] where Type = 'veth'", "Out", "path"], steps.Select(step => step["Step"]));
        Assert.Equal([2, 1, 1], steps.Select(step => step["Rows"]));
    }

    [Fact]
    public async Task A_query_can_be_watched_unless_it_changes_the_graph()
    {
        using var graph = Traversals.Small();
        await using var changes = graph.WatchAsync("g.V().hasLabel('veth')", options: Traversals.Options).GetAsyncEnumerator();
        for (var row = 0; row < 2; row++) Assert.True(await changes.MoveNextAsync());
        graph.Ask("g.V('eth0').drop()");
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(ChangeKind.Deleted, changes.Current.Kind);
        Assert.Throws<QueryException>(() => graph.WatchAsync("g.addV('x')", options: Traversals.Options));
    }

    [Fact]
    public void An_index_changes_no_result()
    {
        using var graph = Traversals.Small();
        graph.CreateIndex("Name");
        graph.CreateIndex("Type");
        Assert.Equal("eth0", graph.AskOne("g.V().has('veth', 'Name', 'eth0').id()"));
        Assert.Equal(2L, graph.AskOne("g.V().hasLabel('veth').count()"));
        Assert.Empty(graph.Ask("g.V().has('Name', 'nobody')"));
    }
}
