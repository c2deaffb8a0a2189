namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Conditions that are not asked anew of every traverser.</summary>
public class SubqueryTests
{
    private static readonly Graph Ring = MakeRing(1000);

    [Theory]
    [InlineData("g.V().where(V().has('Name', 'n7'))", "V|where once(V seek [Name] where Name = 'n7')")]
    [InlineData("g.V().not(V().has('Name', 'n7').out().count().is(0))", "V|not once(V seek [Name] where Name = 'n7'.out.count.is)")]
    [InlineData("g.V().where(out('next').has('Name', 'n7'))", "V|where semi-join(V seek [Name] where Name = 'n7' -> In over edges where RelationType = 'next' distinct)")]
    [InlineData("g.V().where(out().has('Even', true).in('next').has('Name', 'n7'))",
        "V|where semi-join(V seek [Name] where Name = 'n7' -> Out over edges where RelationType = 'next' where Even eq(true) distinct -> In distinct)")]
    [InlineData("g.V().where(out('next').has('Even'))", "V|where(out.has)")]
    [InlineData("g.V().as('a').out().where(__.as('a').has('Name', 'n7'))", "V|Out|where(as.has)")]
    [InlineData("g.V().out().where(V().where(neq('a')))", "V|Out|where(V.where)")]
    [InlineData("g.addV('x').where(V().has('Name', 'n7'))", "addV|where(V seek [Name] where Name = 'n7')")]
    public void The_plan_shows_it(string text, string plan) => Assert.Equal(plan.Replace('|', '\n'), GremlinQuery.Parse(text, GremlinDialect.TinkerPop).Explain());

    [Theory]
    [InlineData("V().where(out().has('Name', 'n7'))")]
    [InlineData("V().not(out().has('Name', 'n7'))")]
    [InlineData("V().where(both().has('Name', within('n7', 'n9', 'nobody')))")]
    [InlineData("V().where(out('next').out('half').has('Name', 'n7'))")]
    [InlineData("V().where(out().has('Even', true).in('next').has('Name', 'n7').has('Even', false))")]
    [InlineData("V().where(out().has('Name', 'nobody'))")]
    [InlineData("V().out().where(in('half').has('Name', 'n2')).where(out().has('Name', 'n3')).path()")]
    [InlineData("V().where(V().has('Name', 'n7')).count()")]
    [InlineData("V().where(V().has('Name', 'nobody')).count()")]
    [InlineData("V().limit(3).repeat(out().where(in().has('Even', true).has('Name', startingWith('n')))).times(3)")]
    [InlineData("V().map(out().where(out().has('Name', 'n4')).id())")]
    public void It_gives_what_asking_everyone_gives(string traversal)
    {
        var asked = Ring.Query("g.withStrategies(SubgraphStrategy(vertices: __.identity(), checkAdjacentVertices: false))." + traversal, options: Traversals.Options);
        Assert.Equal(asked.ToJson(), Ring.Query("g." + traversal, options: Traversals.Options).ToJson());
    }

    [Theory]
    [InlineData("V().where(V().has('Even', true).count().is(500))")]
    [InlineData("V().where(out('next').out('half').has('Name', 'n7'))")]
    public void It_runs_once(string traversal)
    {
        // A run for each of the 1,000 vertices allocates some thousand bytes for each.
        var once = Allocated("g." + traversal);
        var plain = Allocated("g.V().where(has('Name'))");
        Assert.True(once < plain + 400_000, $"{once:N0} bytes, without the subquery {plain:N0}");
    }

    private static long Allocated(string text)
    {
        var least = long.MaxValue;
        for (var turn = 0; turn < 5; turn++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Ring.Ask(text);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Each leads to the next, and every second to the one of half its number.</summary>
    private static Graph MakeRing(int count)
    {
        var graph = new Graph();
        graph.CreateIndex("Name");
        graph.Write(change =>
        {
            for (var i = 0; i < count; i++) change.AddNode($"{i}", Metadata.Of(("Name", $"n{i}"), ("Even", i % 2 == 0)));
            for (var i = 0; i < count; i++) change.AddEdge($"e{i}", $"{i}", $"{(i + 1) % count}", Metadata.Of(("RelationType", "next")));
            for (var i = 0; i < count; i += 2) change.AddEdge($"h{i}", $"{i}", $"{i / 2}", Metadata.Of(("RelationType", "half")));
        });
        return graph;
    }
}
