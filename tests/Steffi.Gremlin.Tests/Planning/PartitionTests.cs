namespace Steffi.Gremlin.Tests;

/// <summary>A graph split in two, asked in parts, gives what the whole one gives.</summary>
public class PartitionTests
{
    private const int Hosts = 20;

    private static readonly Graph Whole = Make(_ => true);
    private static readonly Graph[] Parts = [Make(host => host < 7), Make(host => host >= 7)];

    [Theory]
    [InlineData("G.V()", "concatenate")]
    [InlineData("G.V().Count()", "add up -> count")]
    [InlineData("G.V().Has('Type', 'veth').Sum('MTU')", "add up -> sum MTU")]
    [InlineData("G.V().Has('Type', 'host').Out().Dedup().Values('Name')", "concatenate")]
    [InlineData("G.V().Dedup('Type')", "concatenate -> dedup by Type")]
    [InlineData("G.V().Dedup('Type', 'MTU').Count()", "concatenate -> dedup by Type, MTU -> count")]
    [InlineData("G.V().Sort('Name')", "concatenate -> sort by Name")]
    [InlineData("G.V().Sort(DESC, 'MTU').Limit(7)", "concatenate -> sort by MTU desc -> limit 7")]
    [InlineData("G.V().Sort(DESC, 'Name').Range(3, 9)", "concatenate -> sort by Name desc -> range 3..9")]
    [InlineData("G.V().Has('Type', Within('veth', 'host')).Range(5, 12)", "concatenate -> range 5..12")]
    [InlineData("G.E().Limit(4)", "concatenate -> limit 4")]
    [InlineData("G.V().Values('Type').Dedup()", "concatenate -> dedup")]
    [InlineData("G.V().Keys()", "concatenate -> keys")]
    [InlineData("G.V().Has('Type', 'host').SubGraph().V().Count()", "add up -> count")]
    [InlineData("G.V().Has('Name', 'v3a').ShortestPathTo(Metadata('Name', 'v3b'))", "concatenate")]
    public void Gives_what_the_whole_graph_gives(string text, string merging)
    {
        var query = PartitionedQuery.Of(GremlinQuery.Parse(text));
        Assert.Equal(merging, query.Merging);
        var sent = GremlinQuery.Parse(query.Part.Text);
        Assert.Equal(Rows(Whole.Query(text)), Rows(query.Merge([.. Parts.Select(part => sent.Run(part))])));
    }

    [Theory]
    [InlineData("g.V()", "concatenate")]
    [InlineData("g.V().hasLabel('host').out().values('Name')", "concatenate")]
    [InlineData("g.V().count()", "add up")]
    [InlineData("g.V().hasLabel('veth').values('MTU').sum()", "add up")]
    [InlineData("g.V().values('MTU').max()", "the greatest")]
    [InlineData("g.V().values('MTU').min().math('_ * 2')", "the least -> math")]
    [InlineData("g.V().values('MTU').mean()", "values by their counts -> mean")]
    [InlineData("g.V().values('Nothing').mean()", "values by their counts -> mean")]
    [InlineData("g.V().values('MTU').mean().math('_ * 2')", "values by their counts -> mean -> math")]
    [InlineData("g.V().tail(7)", "tail")]
    [InlineData("g.V().order().by('Name').tail(4).values('Name')", "order -> tail -> values")]
    [InlineData("g.V().values('Name').fold()", "concatenate -> fold")]
    [InlineData("g.V().values('Type').dedup().count()", "dedup -> count")]
    [InlineData("g.V().dedup().by('Type')", "dedup")]
    [InlineData("g.V().groupCount().by('Type')", "add up groups")]
    [InlineData("g.V().groupCount().by(T.label).unfold().order().by(values, desc).limit(2)", "add up groups -> unfold -> order -> limit")]
    [InlineData("g.V().group().by('Type').by(count())", "add up groups")]
    [InlineData("g.V().group().by('Type').by(values('MTU').sum())", "add up groups")]
    [InlineData("g.V().group().by('Type').by(values('MTU').max())", "the greatest of groups")]
    [InlineData("g.V().group().by('Type').by('Name')", "concatenate groups")]
    [InlineData("g.V().group().by('Type').by(values('MTU').fold())", "concatenate groups")]
    [InlineData("g.V().group().by('Type').unfold().select(values).unfold().count()", "concatenate groups -> unfold -> select -> unfold -> count")]
    [InlineData("g.V().order().by('Name')", "order")]
    [InlineData("g.V().order().by('Name', desc).limit(5).values('Name')", "order -> limit -> values")]
    [InlineData("g.V().order().by('Name').range(3, 9)", "order -> range")]
    [InlineData("g.V().range(5, 12)", "range")]
    [InlineData("g.E().limit(4)", "limit")]
    [InlineData("g.V().local(out().limit(1)).count()", "add up")]
    public void Of_the_other_dialect_too(string text, string merging)
    {
        var query = PartitionedQuery.Of(GremlinQuery.Parse(text, GremlinDialect.TinkerPop));
        Assert.Equal(merging, query.Merging);
        var sent = GremlinQuery.Parse(query.Part.Text, GremlinDialect.TinkerPop);
        var whole = GremlinQuery.Parse(text, GremlinDialect.TinkerPop).Run(Whole);
        var merged = query.Merge([.. Parts.Select(part => sent.Run(part))]);
        Assert.Equal(Sorted(whole, text), Sorted(merged, text));
        Assert.Equal(whole.Items.FirstOrDefault()?.GetType(), merged.Items.FirstOrDefault()?.GetType());
    }

    [Fact]
    public void Limits_of_the_merging_say_where()
    {
        var query = PartitionedQuery.Of(GremlinQuery.Parse("g.V().values('Name').dedup()", GremlinDialect.TinkerPop));
        var error = Assert.Throws<QueryLimitException>(() => query.Merge([.. Parts.Select(part => query.Part.Run(part))], new QueryOptions { MaxElements = 10 }));
        Assert.Equal(("MaxElements", 22), (error.Limit, error.Column));
    }

    [Theory]
    [InlineData("g.V().order().by('Name').limit(3).values('Name')", "g.V().order().by('Name').limit(3)")]
    [InlineData("g.V().range(5, 12)", "g.V().limit(12)")]
    [InlineData("g.V().skip(3)", "g.V()")]
    [InlineData("g.V().tail(3).count()", "g.V().tail(3)")]
    [InlineData("g.V().order().by('Name').tail()", "g.V().order().by('Name').tail()")]
    [InlineData("g.V().values('MTU').mean()", "g.V().values('MTU').groupCount()")]
    [InlineData("g.V().has('Type', type).group().by(label).by(count()).unfold()", "g.V().has('Type', 'it\\'s').group().by(label).by(count())")]
    public void A_part_of_the_other_dialect_sends_no_more_than_is_needed(string text, string part) =>
        Assert.Equal(part, PartitionedQuery.Of(GremlinQuery.Parse(text, GremlinDialect.TinkerPop), new QueryParameters { ["type"] = "it's" }).Part.Text);

    [Theory]
    [InlineData("g.V().tail(3).out()")]
    [InlineData("g.V().limit(3).out()")]
    [InlineData("g.V().group('x').cap('x')")]
    [InlineData("g.V().group().by('Type').by(values('MTU').mean())")]
    [InlineData("g.V().sideEffect(drop())")]
    [InlineData("g.addV('x')")]
    public void What_no_merging_makes_good_is_refused(string text) =>
        Assert.Contains("parts", Assert.Throws<QueryException>(() => PartitionedQuery.Of(GremlinQuery.Parse(text, GremlinDialect.TinkerPop))).Message, StringComparison.Ordinal);

    /// <summary>The rows' text; a part's rows follow one another, so that order counts only where the query asks for one, and in no map or list.</summary>
    private static IEnumerable<string> Sorted(QueryResult result, string text)
    {
        var rows = result.Items.Select(item => item is TraversalMap or List<object?> ? string.Concat(ItemJson.ToValue(item).ToString().Order()) : ItemJson.ToValue(item).ToString());
        return text.Contains("order()", StringComparison.Ordinal) ? rows : rows.Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("G.V().Sort('MTU').Limit(7)", "G.V().Sort('MTU').Limit(7)")]
    [InlineData("G.V().Range(5, 12)", "G.V().Limit(12)")]
    [InlineData("G.V().Dedup('Type').Limit(2)", "G.V().Dedup('Type')")]
    [InlineData("G.V().Has('Type', $type).Count()", "G.V().Has('Type', 'it\\'s').Count()")]
    public void A_part_sends_no_more_than_is_needed(string text, string part) =>
        Assert.Equal(part, PartitionedQuery.Of(GremlinQuery.Parse(text), new QueryParameters { ["type"] = "it's" }).Part.Text);

    [Theory]
    [InlineData("G.V('a')")]
    [InlineData("G.V().Limit(3).Out()")]
    [InlineData("G.V().Sort('Name').Values('Name')")]
    [InlineData("G")]
    [InlineData("G.V().Has('Type', 'veth').SubGraph()")]
    [InlineData("G.V().NextHop('10.0.0.1')")]
    [InlineData("G.V().History('MTU')")]
    [InlineData("G.Diff('-1m')")]
    public void What_needs_the_graph_again_is_refused(string text) =>
        Assert.Contains("parts", Assert.Throws<QueryException>(() => PartitionedQuery.Of(GremlinQuery.Parse(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_result_is_complete_when_every_part_is()
    {
        var query = PartitionedQuery.Of(GremlinQuery.Parse("G.V()"));
        var cut = query.Part.Run(Parts[0], options: new QueryOptions { MaxResults = 3, AllowPartial = true });
        Assert.Equal((false, "MaxResults", 3), (cut.IsComplete, cut.Limit, cut.Count));
        var merged = query.Merge([cut, query.Part.Run(Parts[1])]);
        Assert.Equal((false, "MaxResults"), (merged.IsComplete, merged.Limit));
        Assert.True(query.Merge([query.Part.Run(Parts[1])]).IsComplete);
    }

    /// <summary>Of a host all is in one part: the host, its namespace, two interfaces and their edges.</summary>
    private static Graph Make(Func<int, bool> has)
    {
        var graph = new Graph(new GraphOptions { Host = "h", Origin = "o" });
        graph.Write(change =>
        {
            change.At = DateTimeOffset.UnixEpoch;
            for (var host = 0; host < Hosts; host++)
            {
                if (!has(host)) continue;
                change.AddNode($"h{host}", Metadata.Of(("Name", $"h{host}"), ("Type", "host")));
                change.AddNode($"v{host}a", Metadata.Of(("Name", $"v{host}a"), ("Type", "veth"), ("MTU", 1400 + host % 3), ($"K{host}", 1)));
                change.AddNode($"v{host}b", Metadata.Of(("Name", $"v{host}b"), ("Type", "veth"), ("MTU", 1500 + host % 5)));
                Graphs.Own(change, $"o{host}a", $"h{host}", $"v{host}a");
                Graphs.Own(change, $"o{host}b", $"h{host}", $"v{host}b");
            }
        });
        return graph;
    }

    private static string Rows(QueryResult result) => result.ToJson();
}
