namespace Steffi.Gremlin.Tests;

/// <summary>Indexes that come by themselves: answers stay what they were, whatever is written meanwhile.</summary>
public class AutomaticIndexTests
{
    private const int Nodes = 3000;

    private static readonly string[] Queries =
    [
        "G.V().Has('Name', 'n17')", "G.V().Has('Name', Within('n3', 'n2999', 'n5'))", "G.V().Has('Group', 3).Limit(5)",
        "G.V().Has('Name', Regex('n1.*5'))", "G.V().Has('Name', Regex('n[0-9]7'))", "G.V().Has('Name', Regex('n.*')).Count()",
        "G.V().Has('Tags', Regex('t[12]')).Count()", "G.V().Has('Tags', Within('t0', 't1')).Count()", "G.V().Has('Group', Gt(5)).Count()",
        "G.V().Has('Group', 4, 'Name', Regex('n.*1')).Count()", "G.V().Has('Tags', 't2').Count()", "G.V('n1').ShortestPathTo(Metadata('Name', 'n2500'))",
    ];

    [Fact]
    public async Task Give_the_same_answers_as_scans_while_they_are_built_and_afterwards()
    {
        using var plain = Make(0);
        using var indexed = Make(64 << 20);
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            foreach (var query in Queries) Assert.Equal(plain.Query(query).ToJson(), indexed.Query(query).ToJson());
            var writes = Enumerable.Range(0, 20).Select(_ => (Id: random.Next(Nodes), Kind: random.Next(3), Value: random.Next(Nodes))).ToArray();
            foreach (var graph in (Graph[])[plain, indexed]) Change(graph, writes, round);
        }

        await Eventually(() => indexed.Live.HasIndex("Name") && indexed.Live.HasIndex("Group"), () => { foreach (var query in Queries) indexed.Query(query); });
        foreach (var query in Queries) Assert.Equal(plain.Query(query).ToJson(), indexed.Query(query).ToJson());
        Assert.False(plain.Live.HasIndex("Name"));
    }

    [Fact]
    public async Task Are_not_made_of_counters()
    {
        using var graph = Make(64 << 20);
        graph.Write(change => change.Sample("n5", "Metric", Metadata.Of(("RxBytes", 77))));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(["n5"], graph.Query("G.V().Has('Metric.RxBytes', 77)").Ids());
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        graph.CreateIndex("Metric.RxBytes");
        Assert.Equal(["n5"], graph.Query("G.V().Has('Metric.RxBytes', 77)").Ids());
    }

    [Fact]
    public async Task Of_two_that_do_not_fit_the_one_used_last_stays()
    {
        using var graph = Make(Nodes * 35);
        await Eventually(() => graph.Live.HasIndex("Name"), () => graph.Query("G.V().Has('Name', 'n1')"));
        await Task.Delay(20, TestContext.Current.CancellationToken);
        await Eventually(() => graph.Live.HasIndex("Serial"), () => graph.Query("G.V().Has('Serial', 's1')"));
        await Eventually(() => !graph.Live.HasIndex("Name"), () => { });
        Assert.Equal(["n1"], graph.Query("G.V().Has('Name', 'n1')").Ids());
    }

    [Fact]
    public async Task An_index_that_was_asked_for_stays_whatever_the_budget()
    {
        using var graph = Make(Nodes * 40);
        await Eventually(() => graph.Live.HasIndex("Name"), () => graph.Query("G.V().Has('Name', 'n1')"));
        graph.CreateIndex("Name");
        await Eventually(() => graph.Live.HasIndex("Serial"), () => graph.Query("G.V().Has('Serial', 's1')"));
        Assert.True(graph.Live.HasIndex("Name"));
    }

    private static async Task Eventually(Func<bool> holds, Action work)
    {
        for (var i = 0; i < 1000 && !holds(); i++)
        {
            work();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.True(holds());
    }

    private static void Change(Graph graph, (int Id, int Kind, int Value)[] writes, int round) => graph.Write(change =>
    {
        change.At = DateTimeOffset.UnixEpoch.AddYears(40).AddSeconds(round);
        foreach (var (id, kind, value) in writes)
        {
            if (!change.ContainsNode($"n{id}")) change.AddNode($"n{id}", Metadata.Of(("Name", $"n{value}"), ("Group", value % 7)));
            else if (kind == 0) change.DeleteNode($"n{id}");
            else if (kind == 1) change.UpdateNode($"n{id}", new MetadataPatch { ["Name"] = $"n{value}" });
            else change.UpdateNode($"n{id}", new MetadataPatch { ["Group"] = value % 7, ["Tags"] = new[] { $"t{value % 4}" } });
        }
    });

    private static Graph Make(long budget)
    {
        var graph = new Graph(new GraphOptions { Host = "h", Origin = "o", AutomaticIndexBudget = budget });
        graph.Write(change =>
        {
            change.At = DateTimeOffset.UnixEpoch.AddYears(39);
            for (var i = 0; i < Nodes; i++)
            {
                change.AddNode($"n{i}", Metadata.Of(("Name", $"n{i}"), ("Serial", $"s{i}"), ("Group", i % 7), ("Tags", new[] { $"t{i % 3}", "all" })));
                if (i > 0) change.AddEdge($"e{i}", $"n{(i - 1) / 2}", $"n{i}", default);
            }
        });
        return graph;
    }
}
