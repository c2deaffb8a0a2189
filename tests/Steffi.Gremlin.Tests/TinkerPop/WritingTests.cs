namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Queries that change the graph.</summary>
public class WritingTests
{
    [Fact]
    public void Later_steps_see_what_earlier_ones_changed()
    {
        using var graph = Traversals.Small();
        Assert.Equal(["eth1"], graph.Ask("g.addV('veth').property('Name', 'eth1').as('n').V('blue').addE('ownership').to('n').inV().values('Name')"));
        Assert.Equal(2L, graph.AskOne("g.V('blue').out('ownership').count()"));
        Assert.Equal(MetadataValue.Null, graph.Live.Nodes.First()["RelationType"]);
    }

    [Theory]
    [InlineData("g.V('eth0').values('MTU')", 0)]
    [InlineData("g.V('eth0').has('MTU', null)", 0)]
    [InlineData("g.V().has('MTU')", 1)]
    public void Null_takes_a_property_away(string text, int rows)
    {
        using var graph = Traversals.Small();
        graph.Ask("g.V('eth0').property('MTU', null)");
        Assert.Equal(rows, graph.Ask(text).Count);
    }

    [Theory]
    [InlineData("g.V('eth0').values('MTU')", 1)]
    [InlineData("g.V().has('MTU', null)", 1)]
    [InlineData("g.V().has('MTU')", 2)]
    [InlineData("g.E().has('layer2', 'Speed', null)", 1)]
    [InlineData("g.addV('veth').property('MTU', null).properties()", 1)]
    [InlineData("g.mergeV([MTU: null])", 1)]
    [InlineData("g.V('eth0').sideEffect(properties('MTU').drop()).properties()", 1)]
    public void Null_is_a_value_where_the_dialect_keeps_it(string text, int rows)
    {
        using var graph = Traversals.Small();
        var options = new QueryOptions { Dialect = GremlinDialect.TinkerPop.WithLabelKeys("Type", "RelationType").WithNullProperties() };
        graph.Ask("g.V('eth0').property('MTU', null).outE().property('Speed', null)", options);
        Assert.Equal(rows, graph.Ask(text, options).Count);
        Assert.Throws<InvalidOperationException>(GremlinDialect.Skydive.WithNullProperties);
    }

    [Fact]
    public void Nothing_is_changed_when_the_query_fails()
    {
        using var graph = Traversals.Small();
        var before = graph.Live.Version;
        Assert.Throws<QueryException>(() => graph.Ask("g.V().property('Seen', true).fail('no')"));
        Assert.Equal(before, graph.Live.Version);
    }

    [Fact]
    public void A_dropped_vertex_takes_its_edges_along()
    {
        using var graph = Traversals.Small();
        Assert.Empty(graph.Ask("g.V('eth0').drop()"));
        Assert.Equal((2, 0), (graph.Live.CountNodes(), graph.Live.CountEdges()));
    }

    [Fact]
    public async Task One_query_is_one_transaction()
    {
        using var graph = Traversals.Small();
        await using var changes = graph.Subscribe().GetAsyncEnumerator();
        graph.Ask("g.V().property('Seen', 1)");
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(3, changes.Current.Changes.Count);
    }

    [Fact]
    public void The_past_can_be_read_and_not_changed()
    {
        using var graph = Traversals.Small();
        var past = graph.At(graph.Now);
        graph.Ask("g.V('eth0').drop()");
        Assert.Equal(3L, Assert.Single(past.Query("g.V().count()", options: Traversals.Options).Items));
        var error = Assert.Throws<QueryException>(() => past.Query("g.addV('veth')", options: Traversals.Options));
        Assert.Contains("past", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_shows_what_stood_in_it()
    {
        using var graph = Traversals.Small();
        var start = graph.Now;
        graph.Ask("g.V('eth0').property('MTU', 1400)");
        graph.Ask("g.V('eth0').drop()");
        var window = graph.Between(start.AddSeconds(-5), graph.Now.AddSeconds(5));
        Assert.Equal([1500, 1400], window.Query("g.V().has('Name', 'eth0').values('MTU')", options: Traversals.Options).Items);
        Assert.Contains("veth0", window.Query("g.V().both().both().values('Name')", options: Traversals.Options).Items);
    }

    [Theory]
    [InlineData("1b"), InlineData("1s"), InlineData("1i"), InlineData("1l"), InlineData("99999999999l"), InlineData("12345678901234567890n"), InlineData("1.5f")]
    [InlineData("1.5d"), InlineData("0.1m"), InlineData("true"), InlineData("'text'"), InlineData("UUID('f47af10b-58cc-4372-a567-0f02b2f3d479')")]
    [InlineData("datetime('2023-08-02T00:00:00+02:00')"), InlineData("[1,'a',null]"), InlineData("[a:1,b:[2l]]"), InlineData("[1:'x']")]
    public void A_property_keeps_its_value_and_its_type(string literal)
    {
        using var graph = new Graph();
        Assert.Equal("same", graph.AskOne($"g.addV().property('x', {literal}).values('x').choose(P.eq({literal}), constant('same'), identity())"));
        var (stored, given) = (graph.AskOne("g.V().values('x')"), graph.AskOne($"g.inject({literal})"));
        Assert.Equal(given?.GetType(), stored?.GetType());
    }

    [Fact]
    public void Plain_values_are_plain_metadata()
    {
        using var graph = new Graph();
        graph.Ask("g.addV('host').property('Name', 'a').property('MTU', 1500).property('Tags', ['x','y'])");
        var node = Assert.Single(graph.Query("G.V().Has('Type', 'host', 'MTU', 1500, 'Tags', 'y')").Nodes);
        Assert.Equal("a", node["Name"]);
    }
}
