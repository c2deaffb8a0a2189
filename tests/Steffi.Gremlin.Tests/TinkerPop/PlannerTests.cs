namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>What of a traversal the planner of both dialects takes over, and that nothing but the cost changes by it.</summary>
public class PlannerTests
{
    private static readonly Graph Mixed = MakeMixed();

    [Theory]
    [InlineData("g.V().has('Name', 'a')", "V seek [Name] where Name = 'a'")]
    [InlineData("g.V().hasLabel('veth').has('MTU', gt(1500)).limit(3)", "V seek [Type] where Type = 'veth' and MTU gt(1500) limit 3")]
    [InlineData("g.V().has('veth', 'Name', within('a', 'b'))", "V seek [Type, Name] where Type = 'veth' and Name within('a', 'b')")]
    [InlineData("g.V().where(__.has('Name', 'a').has('MTU'))", "V seek [Name] where Name = 'a' and MTU present")]
    [InlineData("g.V().or(has('Name', 'a'), hasNot('MTU'))", "V where (Name = 'a' or MTU absent)")]
    [InlineData("g.V().out('layer2').out().dedup().count()", "V|Out over edges where RelationType = 'layer2' distinct|Out distinct count")]
    [InlineData("g.V().order().by('Name', desc).limit(2)", "V where Name present sort by Name desc top limit 2")]
    [InlineData("g.E().hasLabel('layer2').inV().dedup()", "E where RelationType = 'layer2'|child distinct")]
    [InlineData("g.V().both().both().count()", "V|Both|Both count")]
    [InlineData("g.V().both().both().both().count()", "V|Both|barrier|Both|barrier|Both|count")]
    [InlineData("g.V().both().both().values('N')", "V|Both|barrier|Both|values")]
    [InlineData("g.V().out().values('N')", "V|Out|values")]
    [InlineData("g.V().has('Name', 'a').path()", "V seek [Name] where Name = 'a'|path")]
    [InlineData("g.V().as('x').has('Name', 'a').out().select('x')", "V seek [Name] where Name = 'a'|Out|select")]
    [InlineData("g.V().hasLabel(neq('veth')).values('Name')", "V where Type neq('veth')|values")]
    [InlineData("g.V().has('MTU', 1500)", "V where MTU eq(1500)")]
    [InlineData("g.withStrategies(ProductiveByStrategy).V().order().by('MTU')", "V|order")]
    public void Plans_are_those_of_the_other_dialect(string text, string plan) =>
        Assert.Equal(plan.Replace('|', '\n'), GremlinQuery.Parse(text, GremlinDialect.TinkerPop).Explain());

    public static TheoryData<string> Asked =>
    [
        "V()", "V().count()", "E().count()", "V().has('Name', 'a')", "V().has('Name', within('a', 'c', 'nobody'))", "V().has('Name', without('a'))", "V().has('Name')",
        "V().hasNot('Name')", "V().has('Name', neq('a'))", "V().has('Name', TextP.regex('^[ab]'))", "V().has('Name', TextP.notContaining('a'))", "V().has('Name', gt('a'))",
        "V().has('N', gt(1))", "V().has('N', 1)", "V().has('N', 1.0)", "V().has('N', outside(0, 2))", "V().has('N', typeOf(GType.LONG))", "V().has('N', true)",
        "V().hasLabel('veth')", "V().hasLabel('vertex')", "V().hasLabel('veth', 'vertex')", "V().hasLabel(neq('veth'))", "V().has('Deep.Key', 'x')", "V().has('Deep.Key')",
        "V().has('List', 'a')", "V().has('List', ['a', 'b'])", "V().and(has('Name'), or(has('N'), hasLabel('veth')))", "V().filter(has('Name', 'a'))",
        "V().out()", "V().in()", "V().both()", "V().out('x')", "V().out('edge')", "V().both('x', 'y')", "V().both().dedup()", "V().both().dedup().count()", "V().out().out().dedup()",
        "V().outE()", "V().bothE()", "V().bothE('x').count()", "V().outE('x').inV()", "V().bothE().bothV().dedup()", "E()", "E().hasLabel('edge')", "E().has('W', gt(1))",
        "E().outV()", "E().bothV()", "E().dedup().inV().dedup()", "V().limit(2)", "V().range(1, 3)", "V().skip(2)", "V().skip(1).limit(2).skip(1)", "V().has('Name').limit(1)",
        "V().out().limit(3)", "V().both().range(2, 5).has('Name')", "V().limit(0)", "V().order().by('N')", "V().order().by('N', desc)", "V().order().by('N').limit(3)",
        "V().order().by('Name').range(1, 3)", "V().order().by('N', desc).limit(2).out()", "V().both().order().by('Name').dedup()", "V().dedup().order().by('Name').count()",
        "V().hasLabel('veth').out().both().both().groupCount().by(id)", "V().has('Name', 'a').out().path()", "V().as('x').has('Name').out().as('y').select('x', 'y')",
        "V().has('Name').as('x').limit(2).both().select('x')", "V().outE().otherV().path()", "V().has('Name', 'a').V().has('Name', 'b')", "V().map(V().has('Name', 'b').id())",
        "V().has('Name').repeat(both()).times(2).dedup()", "V().hasLabel('veth').fold()", "V().hasLabel('nothing').count()", "V().hasLabel('nothing')", "V().out().values('N')", "V().both().both().count()",
        "V().both('x').out().count()", "V().both().bothE().count()", "V().both().both().both().count()", "V().both().both().has('Name').values('Name')", "V().both().values('List')",
        "V().has('Name', TextP.regex('a$'))", "V().has('Name', TextP.regex('')).count()", "V().both().limit(4).both().count()",
    ];

    [Theory]
    [MemberData(nameof(Asked))]
    public void Results_are_those_of_the_steps(string traversal)
    {
        var planned = Mixed.Query("g." + traversal, options: Traversals.Options);
        // Where a strategy may hide elements every step runs as it is written.
        var written = Mixed.Query("g.withStrategies(SubgraphStrategy(vertices: __.identity(), checkAdjacentVertices: false))." + traversal, options: Traversals.Options);
        Assert.Equal(written.ToJson(), planned.ToJson());
        Assert.Equal(written.Items.Select(item => item?.GetType()), planned.Items.Select(item => item?.GetType()));
        Assert.Equal(written.Kind, planned.Kind);
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_stream_gives_the_rows_of_a_run(string traversal)
    {
        var query = GremlinQuery.Parse("g." + traversal, GremlinDialect.TinkerPop);
        var rows = new List<ResultRow>();
        await foreach (var row in query.StreamAsync(Mixed.Live, cancel: TestContext.Current.CancellationToken)) rows.Add(row);
        Assert.Equal(query.Run(Mixed).Items.Select(item => ResultRow.Of(item).Value ?? default), rows.Select(row => row.Value ?? default));
        Assert.Equal(query.Run(Mixed).Nodes, rows.Where(row => row.Node is not null).Select(row => row.Node!.Value));
    }

    [Fact]
    public void Only_what_a_condition_asks_for_is_looked_at()
    {
        var query = GremlinQuery.Parse("g.V().has('Name', 'b').out()", GremlinDialect.TinkerPop);
        Assert.Equal(1, query.Explain(Mixed.Live)[0].EstimatedCost);
        var profile = query.Profile(Mixed.Live);
        Assert.Equal(["V seek [Name] where Name = 'b'", "Out"], profile.Steps.Select(step => step.Step));
        Assert.Equal([1L, 2], profile.Steps.Select(step => step.Rows));
        Assert.Equal(2, profile.Result.Count);
    }

    [Fact]
    public void A_stream_begins_before_the_walk_ends()
    {
        using var stream = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var query = GremlinQuery.Parse("g.V().repeat(both()).emit()", GremlinDialect.TinkerPop);
        Assert.True(query.StreamAsync(Mixed.Live, options: new QueryOptions { MaxElements = 1_000_000 }, cancel: stream.Token).ToBlockingEnumerable(stream.Token).Take(3000).Count() == 3000);
    }

    [Fact]
    public void A_query_sees_what_it_has_written_itself()
    {
        using var graph = MakeMixed();
        Assert.Equal(2L, graph.AskOne("g.addV('veth').property('Name', 'a').V().has('Name', 'a').count()"));
        Assert.Equal(0L, graph.AskOne("g.V('a').sideEffect(V().has('Name', 'b').drop()).V().has('Name', 'b').count()"));
        Assert.Empty(graph.Ask("g.V().has('Name', 'b')"));
    }

    [Fact]
    public void Parameters_are_bound_once_for_the_same_values()
    {
        var query = GremlinQuery.Parse("g.V().has('Name', name)", GremlinDialect.TinkerPop);
        var named = new QueryParameters { ["name"] = "b" };
        Assert.Single(query.Run(Mixed, named).Items);
        var before = GC.GetAllocatedBytesForCurrentThread();
        query.Run(Mixed, named);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    private static Graph MakeMixed()
    {
        var graph = new Graph();
        graph.CreateIndex("Name");
        graph.Write(change =>
        {
            change.AddNode("a", Metadata.Of(("Name", "a"), ("Type", "veth"), ("N", 1), ("Deep", Metadata.Of(("Key", "x")))));
            change.AddNode("b", Metadata.Of(("Name", "b"), ("Type", "veth"), ("N", 2.5)));
            change.AddNode("c", Metadata.Of(("Name", "c"), ("N", "text"), ("List", MetadataValue.List(["a", "b"]))));
            change.AddNode("d", Metadata.Of(("Type", 5), ("N", true)));
            change.AddNode("e", Metadata.Of(("Name", 7), ("Type", "bridge")));
            change.AddEdge("ab", "a", "b", Metadata.Of(("RelationType", "x"), ("W", 1)));
            change.AddEdge("bc", "b", "c", Metadata.Of(("RelationType", "y"), ("W", 2)));
            change.AddEdge("bb", "b", "b", Metadata.Of(("RelationType", "x")));
            change.AddEdge("cd", "c", "d", Metadata.Of(("W", 3)));
            change.AddEdge("da", "d", "a", Metadata.Of(("RelationType", "x")));
            change.AddEdge("ae", "a", "e", Metadata.Of(("RelationType", "y")));
        });
        // Values that metadata has no kind of its own for.
        graph.Query("g.V('e').property('N', 9l).iterate()", options: Traversals.Options);
        graph.Query("g.addV('odd').property(T.id, 'f').property('N', datetime('2024-01-01T00:00:00Z')).property('Name', 'f').iterate()", options: Traversals.Options);
        return graph;
    }
}
