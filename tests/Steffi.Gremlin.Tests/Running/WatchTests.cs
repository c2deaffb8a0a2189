namespace Steffi.Gremlin.Tests;

public class WatchTests
{
    [Fact]
    public async Task The_present_result_comes_first_then_each_change()
    {
        using var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V().Has('Type', 'veth')");
        Assert.Equal("Added v1, Added v2", await Next(changes, 2));

        graph.Write(change => change.UpdateNode("v1", new MetadataPatch { ["MTU"] = 1400 }));
        Assert.Equal("Updated v1", await Next(changes, 1));

        graph.Write(change => change.AddNode("v3", Metadata.Of(("Type", "veth"))));
        Assert.Equal("Added v3", await Next(changes, 1));

        graph.Write(change => change.UpdateNode("v2", new MetadataPatch { ["Type"] = "tap" }));
        Assert.Equal("Deleted v2", await Next(changes, 1));

        graph.Write(change => change.DeleteNode("v1"));
        Assert.Equal("Deleted v1", await Next(changes, 1));
    }

    [Fact]
    public async Task What_does_not_touch_the_result_shows_nothing()
    {
        using var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V('h1').Out()");
        Assert.Equal("Added ns1", await Next(changes, 1));
        graph.Write(change => change.UpdateNode("h2", new MetadataPatch { ["Name"] = "other" }));
        graph.Write(change => change.DeleteEdge("o1"));
        Assert.Equal("Deleted ns1", await Next(changes, 1));
    }

    [Fact]
    public async Task What_comes_and_goes_while_nobody_looks_shows_all_the_same()
    {
        using var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V('h1').Out()");
        Assert.Equal("Added ns1", await Next(changes, 1));
        for (var turn = 0; turn < 10; turn++)
        {
            graph.Write(change => change.AddNode("short", Metadata.Of(("Name", "short"))));
            graph.Write(change => change.AddEdge("there", "h1", "short", default));
            graph.Write(change => change.DeleteNode("short"));
        }

        Assert.Equal(string.Join(", ", Enumerable.Repeat("Added short, Deleted short", 10)), await Next(changes, 20));
    }

    [Fact]
    public async Task A_number_is_updated()
    {
        using var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V().Count()");
        Assert.Equal("Added 5", await Next(changes, 1));
        graph.Write(change => change.DeleteNode("h1"));
        Assert.Equal("Updated 4", await Next(changes, 1));
    }

    [Fact]
    public async Task Values_edges_paths_and_graphs_are_followed_too()
    {
        using var graph = Graphs.TwoHosts();
        await using var values = Watch(graph, "G.V().Values('MTU')");
        await using var edges = Watch(graph, "G.E().Has('RelationType', 'layer2')");
        await using var paths = Watch(graph, "G.V('h1').ShortestPathTo(Metadata('Name', 'h2'))");
        await using var graphs = Watch(graph, "G.V().Has('Type', 'veth').SubGraph()");
        Assert.Equal("Added 1500, Added 9000", await Next(values, 2));
        Assert.Equal("Added l1", await Next(edges, 1));
        Assert.Equal("Added h1>ns1>v1>v2>h2", await Next(paths, 1));
        Assert.Equal("Added v1, Added v2, Added l1", await Next(graphs, 3));

        graph.Write(change => change.DeleteNode("v2"));
        Assert.Equal("Deleted 9000", await Next(values, 1));
        Assert.Equal("Deleted l1", await Next(edges, 1));
        Assert.Equal("Deleted h1>ns1>v1>v2>h2", await Next(paths, 1));
        Assert.Equal("Deleted v2, Deleted l1", await Next(graphs, 2));
    }

    [Fact]
    public async Task Equal_values_are_told_apart()
    {
        using var graph = Fixtures.OfNodes(Metadata.Of(("K", 1)), Metadata.Of(("K", 1)));
        await using var changes = Watch(graph, "G.V().Values('K')");
        Assert.Equal("Added 1, Added 1", await Next(changes, 2));
        graph.Write(change => change.DeleteNode("n0"));
        Assert.Equal("Deleted 1", await Next(changes, 1));
    }

    [Fact]
    public async Task A_slow_reader_sees_the_newest_state_at_the_end()
    {
        using var graph = new Graph();
        await using var changes = Watch(graph, "G.V()");
        graph.Write(change => change.AddNode("first", Metadata.Empty));
        Assert.Equal("Added first", await Next(changes, 1));
        for (var i = 0; i < 3000; i++) graph.Write(change => change.AddNode($"n{i}", Metadata.Empty));
        var seen = new HashSet<string>();
        while (seen.Count < 3000) seen.Add(await Next(changes, 1));
        Assert.Contains("Added n2999", seen);
    }

    [Fact]
    public async Task Cancelling_ends_the_stream()
    {
        using var graph = Graphs.TwoHosts();
        using var source = new CancellationTokenSource();
        await using var changes = graph.WatchAsync("G.V('h1')", cancel: source.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await changes.MoveNextAsync());
        var next = changes.MoveNextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task The_end_of_the_graph_ends_the_stream()
    {
        var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V('h1')");
        Assert.True(await changes.MoveNextAsync());
        graph.Dispose();
        Assert.False(await changes.MoveNextAsync());
    }

    [Fact]
    public async Task A_query_that_comes_to_fail_ends_the_stream_with_its_error()
    {
        using var graph = Graphs.TwoHosts();
        await using var changes = Watch(graph, "G.V('h1')");
        Assert.True(await changes.MoveNextAsync());
        graph.Write(change => change.DeleteNode("h1"));
        await Assert.ThrowsAsync<QueryException>(async () => await changes.MoveNextAsync());
    }

    [Fact]
    public void A_query_of_the_past_cannot_be_watched()
    {
        using var graph = Graphs.TwoHosts();
        Assert.Throws<QueryException>(() => graph.WatchAsync("G.At('-1m').V()"));
        Assert.Throws<QuerySyntaxException>(() => graph.WatchAsync("G.V("));
    }

    private static IAsyncEnumerator<ResultChange> Watch(Graph graph, string query) =>
        graph.WatchAsync(query).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private static async Task<string> Next(IAsyncEnumerator<ResultChange> changes, int count)
    {
        var seen = new List<string>();
        while (seen.Count < count)
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            seen.Add(Describe(changes.Current));
        }

        return string.Join(", ", seen);
    }

    private static string Describe(ResultChange change) =>
        $"{change.Kind} {change.Node?.Id.ToString() ?? change.Edge?.Id.ToString() ?? (change.Path is { } path ? string.Join(">", path.Select(node => node.Id)) : change.Value.ToString())}";
}
