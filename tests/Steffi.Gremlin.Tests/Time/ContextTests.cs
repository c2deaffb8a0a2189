namespace Steffi.Gremlin.Tests;

/// <summary>
/// The reference's node aaa: added at 1000 ms with MTU 1500, 1510 at 2000, 1520 at 3000, deleted at 4000; expectations are
/// its table "Revisions and the time filter". Times are seconds here where the query counts seconds.
/// </summary>
public class ContextTests
{
    private const long Base = 1_700_000_000_000;

    [Theory]
    [InlineData(999, "")]
    [InlineData(1000, "1500")]
    [InlineData(1500, "1500")]
    [InlineData(2000, "1510")]
    [InlineData(3999, "1520")]
    [InlineData(4000, "1520")]
    [InlineData(4001, "")]
    public void A_point_shows_the_newest_revision_both_ends_included(long milliseconds, string expected)
    {
        using var graph = Aaa();
        Assert.Equal(expected, Mtus(graph.Query($"G.Context({Base + milliseconds}).V()")));
    }

    [Theory]
    [InlineData(1500, 3500, "1500 1510 1520")]
    [InlineData(2500, 2900, "1510")]
    [InlineData(0, 999, "")]
    [InlineData(0, 1000, "1500")]
    [InlineData(4000, 5000, "1520")]
    [InlineData(4001, 5000, "")]
    [InlineData(2000, 3000, "1500 1510 1520")]
    public void A_slice_shows_every_revision_in_the_order_of_change(long from, long to, string expected)
    {
        using var graph = Aaa();
        Assert.Equal(expected, Mtus(graph.Query($"G.At({Base + to}, '{to - from}ms').V()")));
    }

    [Fact]
    public void FOREVER_reaches_back_to_the_beginning()
    {
        using var graph = Aaa();
        Assert.Equal("1500 1510 1520", Mtus(graph.Query("G.Context(NOW, FOREVER).V()")));
        graph.ForgetBefore(At(2500));
        Assert.Equal("1510 1520", Mtus(graph.Query("G.Context(NOW, FOREVER).V()")));
    }

    [Fact]
    public void Forgotten_times_are_an_error_of_the_step()
    {
        using var graph = Aaa();
        graph.ForgetBefore(At(2500));
        Assert.Equal(3, Assert.Throws<QueryException>(() => graph.Query($"G.Context({Base + 1000}).V()")).Column);
    }

    [Fact]
    public void Relative_times_count_from_the_clock_of_the_graph()
    {
        var time = new SettableTime(At(0));
        using var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("a", Metadata.Empty));
        time.Now = At(120_000);
        graph.Write(change => change.DeleteNode("a"));
        Assert.Equal(0, graph.Query("G.V().Count()").Value.AsInt());
        Assert.Equal(1, graph.Query("G.Context('-1m').V().Count()").Value.AsInt());
        Assert.Equal(1, graph.Query("G.Context('-1m30s').V().Count()").Value.AsInt());
        Assert.Equal(0, graph.Query("G.Context('-2m1s').V().Count()").Value.AsInt());
        Assert.Equal(1, graph.Query("G.Context(NOW, 60).V().Count()").Value.AsInt());
        Assert.Equal(1, graph.Query("G.Context(NOW).V().Count()").Value.AsInt());
        time.Now = At(120_001);
        Assert.Equal(0, graph.Query("G.Context(NOW).V().Count()").Value.AsInt());
    }

    [Fact]
    public void Absolute_times_are_seconds_milliseconds_or_RFC1123()
    {
        var time = new SettableTime(new DateTimeOffset(2006, 1, 2, 15, 4, 5, TimeSpan.Zero));
        using var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("a", Metadata.Empty));
        foreach (var at in new[] { "1136214245", "\"Mon, 02 Jan 2006 15:04:05 MST\"", "\"Mon, 02 Jan 2006 17:04:05 GMT+2\"", "1136214245000" })
            Assert.Equal(1, graph.Query($"G.Context({at}).V().Count()").Value.AsInt());
        foreach (var before in new[] { "1136214244", "\"Mon, 02 Jan 2006 15:04:04 UTC\"", "1136214244999", "0", "-5" })
            Assert.Equal(0, graph.Query($"G.Context({before}).V().Count()").Value.AsInt());
    }

    [Theory]
    [InlineData("G.At(-101)", 0)]
    [InlineData("G.At(-70)", 1)]
    [InlineData("G.At(-10)", 0)]
    [InlineData("G.At(-10, 60)", 1)]
    [InlineData("G.At(-10, 30)", 0)]
    [InlineData("G.At(0, FOREVER)", 0)]
    public void Times_before_1970_are_times_too(string context, int count)
    {
        using var graph = new Graph();
        foreach (var (second, change) in new (int, Action<Transaction>)[] { (-100, change => change.AddNode("a", default)), (-50, change => change.DeleteNode("a")) })
        {
            graph.Write(transaction =>
            {
                transaction.At = DateTimeOffset.FromUnixTimeSeconds(second);
                change(transaction);
            });
        }

        Assert.Equal(count, graph.Query($"{context}.V().Count()").Value);
    }

    [Fact]
    public void In_a_slice_a_neighbour_comes_with_each_of_its_revisions()
    {
        var time = new SettableTime(At(0));
        using var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change =>
        {
            change.AddNode("ns", Metadata.Of(("Name", "iu"), ("Type", "netns")));
            change.AddNode("lo", Metadata.Of(("Name", "lo"), ("State", "DOWN")));
            Graphs.Own(change, "o", "ns", "lo");
        });
        time.Now = At(1000);
        graph.Write(change => change.UpdateNode("lo", new MetadataPatch { ["State"] = "UP" }));
        time.Now = At(2000);
        var result = graph.Query("G.Context(NOW, 10).V().Has('Name','iu','Type','netns').Out().Has('Name','lo')");
        Assert.Equal(["DOWN", "UP"], result.Nodes.Select(node => node["State"].AsString()));
        Assert.Equal(1, graph.Query("G.Context(NOW, 10).V('ns').Out().Dedup().Count()").Value.AsInt());
        Assert.Equal(2, graph.Query("G.Context(NOW, 10).E().OutV().Count()").Value.AsInt());
        Assert.Equal(3, graph.Query("G.Context(NOW, 10).E().SubGraph().V().Count()").Value.AsInt());
        Assert.Equal(["DOWN"], graph.Query("G.Context(NOW, 10).V().Has('State', 'DOWN').SubGraph().V()").Nodes.Select(node => node["State"].AsString()));
    }

    [Fact]
    public void A_slice_counts_and_limits_the_revisions_that_it_shows()
    {
        using var graph = Aaa();
        Assert.Equal(3, graph.Query("G.Context(NOW, FOREVER).V().Count()").Value.AsInt());
        Assert.Equal("1510", Mtus(graph.Query("G.Context(NOW, FOREVER).V().Range(1, 2)")));
        Assert.Equal(2, graph.Query("G.Context(NOW, FOREVER).V().Limit(2).Count()").Value.AsInt());
        Assert.Equal("1520", Mtus(graph.Query("G.Context(NOW, FOREVER).V('aaa')")));
        Assert.Equal("1500", Mtus(graph.Query("G.Context(NOW, FOREVER).V().Dedup()")));
    }

    [Fact]
    public void An_index_finds_in_the_past_what_stood_there()
    {
        var time = new SettableTime(At(0));
        using var graph = new Graph(new GraphOptions { Time = time });
        graph.CreateIndex("Name");
        graph.Write(change => change.AddNode("a", Metadata.Of(("Name", "old"))));
        time.Now = At(1000);
        graph.Write(change => change.UpdateNode("a", new MetadataPatch { ["Name"] = "new" }));
        time.Now = At(2000);
        Assert.Equal(0, graph.Query("G.V().Has('Name', 'old')").Count);
        Assert.Equal(1, graph.Query($"G.Context({Base + 500}).V().Has('Name', 'old')").Count);
        Assert.Equal(0, graph.Query($"G.Context({Base + 500}).V().Has('Name', 'new')").Count);
        Assert.Equal(2, graph.Query("G.Context(NOW, FOREVER).V().Has('Name', Within('old', 'new'))").Count);
    }

    [Fact]
    public void A_view_of_the_past_is_queried_as_it_is()
    {
        using var graph = Aaa();
        Assert.Equal("1510", Mtus(graph.At(At(2500)).Query("G.V()")));
        Assert.Equal("1500", Mtus(graph.At(At(2500)).Query($"G.Context({Base + 1500}).V()")));
    }

    [Fact]
    public void A_subgraph_has_no_history()
    {
        using var graph = Aaa();
        Assert.Equal("Backend does not support history", Assert.Throws<QueryException>(() => graph.Query("G.V().SubGraph().Context(NOW).V()")).Reason);
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("-1.5s", -1.5)]
    [InlineData("+1m", 60)]
    [InlineData("250ms", 0.25)]
    [InlineData("3us", 0.000003)]
    [InlineData("3µs", 0.000003)]
    [InlineData("0", 0)]
    [InlineData(".5s", 0.5)]
    public void Durations_are_those_of_Go(string text, double seconds)
    {
        Assert.True(GoDuration.TryRead(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("5d")]
    [InlineData("s")]
    [InlineData("1h 2m")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(GoDuration.TryRead(text, out _));

    [Theory]
    [InlineData("Mon, 02 Jan 2006 15:04:05")]
    [InlineData("2006-01-02T15:04:05Z")]
    [InlineData("Foo, 02 Jan 2006 15:04:05 UTC")]
    [InlineData("Mon, 32 Jan 2006 15:04:05 UTC")]
    [InlineData("Mon, 02 Jan 2006 15:04:05 GMT+99")]
    [InlineData("Mon, 02 Jan 2006 15:04:05 GMT-2147483648")]
    [InlineData("")]
    public void What_is_no_time_is_refused(string text) => Assert.False(Rfc1123Time.TryRead(text, out _));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Base + milliseconds);

    private static string Mtus(QueryResult result) => string.Join(" ", result.Nodes.Select(node => node["MTU"]));

    private static Graph Aaa()
    {
        var time = new SettableTime(At(1000));
        var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("aaa", Metadata.Of(("MTU", 1500))));
        time.Now = At(2000);
        graph.Write(change => change.UpdateNode("aaa", new MetadataPatch { ["MTU"] = 1510 }));
        time.Now = At(3000);
        graph.Write(change => change.UpdateNode("aaa", new MetadataPatch { ["MTU"] = 1520 }));
        time.Now = At(4000);
        graph.Write(change => change.DeleteNode("aaa"));
        time.Now = At(9000);
        return graph;
    }
}
