namespace Steffi.Gremlin.Tests;

/// <summary>Filters judged change by change tell what evaluating them again tells.</summary>
public class StandingFilterTests
{
    private static readonly string[] Filters =
    [
        "G.V()", "G.V().Has('Type', 'veth')", "G.V().Has('Rank', 2)", "G.V().Has('Rank', Within(1, 'x', 3))", "G.V().Has('Rank', Gt(2))",
        "G.V().Has('Type', Regex('v.*'), 'Rank', 1)", "G.V().HasNot('Rank')", "G.V().Has('Tags', 't1')", "G.V().Has('Type', Ne('veth'))",
        "G.V().HasEither('Type', 'veth', 'Rank', 3)", "G.V().Has('@Revision', Gt(2))", "G.V().Has('Rank', Within())", "G.V().Has('M.K', 1)",
    ];

    [Fact]
    public async Task Give_the_changes_that_looking_again_gives()
    {
        using var graph = new Graph();
        var random = new Random(11);
        Change(graph, random);
        await using var watches = new Watches(graph);
        var before = Filters.Select(filter => WatchedRow.Read(graph.Query(filter))).ToArray();
        for (var i = 0; i < Filters.Length; i++) Assert.Equal(Sorted(before[i].Values.Select(row => row.As(ChangeKind.Added))), await watches.Next(i, before[i].Count));

        for (var round = 0; round < 200; round++)
        {
            Change(graph, random);
            for (var i = 0; i < Filters.Length; i++)
            {
                var now = WatchedRow.Read(graph.Query(Filters[i]));
                var expected = Sorted(WatchedRow.Compare(before[i], now));
                Assert.Equal(expected, await watches.Next(i, expected.Length));
                before[i] = now;
            }
        }
    }

    [Fact]
    public async Task See_a_node_that_comes_and_goes_before_anybody_looks()
    {
        using var graph = new Graph();
        await using var changes = graph.WatchAsync("G.V().Has('Type', 'veth')").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        graph.Write(change => change.AddNode("first", Metadata.Of(("Type", "veth"))));
        Assert.True(await changes.MoveNextAsync());
        graph.Write(change => change.AddNode("short", Metadata.Of(("Type", "veth"))));
        graph.Write(change => change.DeleteNode("short"));
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal((ChangeKind.Added, "short"), (changes.Current.Kind, changes.Current.Node!.Value.Id.ToString()));
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal((ChangeKind.Deleted, "short"), (changes.Current.Kind, changes.Current.Node!.Value.Id.ToString()));
    }

    [Fact]
    public async Task End_with_their_readers_and_begin_again()
    {
        using var graph = Graphs.TwoHosts();
        for (var round = 0; round < 3; round++)
        {
            await using var changes = graph.WatchAsync("G.V().Has('Type', 'veth')").GetAsyncEnumerator(TestContext.Current.CancellationToken);
            Assert.True(await changes.MoveNextAsync());
            Assert.True(await changes.MoveNextAsync());
            graph.Write(change => change.UpdateNode("v1", new MetadataPatch { ["MTU"] = round }));
            Assert.True(await changes.MoveNextAsync());
            Assert.Equal(ChangeKind.Updated, changes.Current.Kind);
        }
    }

    [Fact]
    public async Task A_query_runs_after_every_transaction()
    {
        using var graph = new Graph();
        var counts = new List<long>();
        await foreach (var result in graph.QueryEachChangeAsync("G.V().Count()", cancel: TestContext.Current.CancellationToken))
        {
            counts.Add(result.Value.AsInt());
            if (counts.Count == 1)
            {
                graph.Write(change => change.AddNode("a", default));
                graph.Write(change => change.DeleteNode("a"));
                graph.Write(change => change.AddNode("b", default));
            }

            if (counts.Count == 4) break;
        }

        Assert.Equal([0, 1, 0, 1], counts);
    }

    private static string[] Sorted(IEnumerable<ResultChange> changes) => [.. changes.Select(Describe).Order(StringComparer.Ordinal)];

    private static string Describe(ResultChange change) => $"{change.Kind} {change.Node!.Value.Id} {change.Node.Value.Revision} {change.Node.Value.Metadata}";

    private static void Change(Graph graph, Random random) => graph.Write(change =>
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var id = $"n{random.Next(12)}";
            if (!change.ContainsNode(id)) change.AddNode(id, Metadata.Of(("Type", random.Next(2) == 0 ? "veth" : "bridge"), ("Rank", random.Next(4))));
            else if (random.Next(4) == 0) change.DeleteNode(id);
            else if (random.Next(3) == 0) change.UpdateNode(id, new MetadataPatch().Remove("Rank"));
            else change.UpdateNode(id, new MetadataPatch { ["Rank"] = random.Next(4), ["Tags"] = new[] { $"t{random.Next(3)}" }, ["M.K"] = random.Next(2) });
        }
    });

    private sealed class Watches(Graph graph) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<ResultChange>[] _all =
            [.. Filters.Select(filter => graph.WatchAsync(filter).GetAsyncEnumerator(TestContext.Current.CancellationToken))];

        public async Task<string[]> Next(int watch, int count)
        {
            var changes = new List<ResultChange>();
            for (var i = 0; i < count; i++)
            {
                Assert.True(await _all[watch].MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
                changes.Add(_all[watch].Current);
            }

            return Sorted(changes);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var watch in _all) await watch.DisposeAsync();
        }
    }
}
