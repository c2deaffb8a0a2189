using CsCheck;

namespace Steffi.Core.Tests;

/// <summary>Model against the naive reference, late events included.</summary>
public sealed class RandomEventSequenceTests
{
    private static readonly Gen<(GraphEvent[], int)> Cases = Gen.Select(RandomEvents.Many, Gen.Int);

    [Fact]
    public void Every_instant_reads_as_the_replay_of_the_sorted_events() => Cases.Sample((events, seed) =>
    {
        using var graph = new Graph();
        graph.CreateIndex("K");
        RandomEvents.Apply(graph, events, seed);
        var naive = Naive(events);
        for (int tick = -1; tick <= 21; tick++)
            AssertSame(naive.At(RandomEvents.Time(tick)), graph.At(RandomEvents.Time(tick)));
        AssertSame(naive.At(DateTimeOffset.MaxValue), graph.Live);
    }, iter: 20_000);

    [Fact]
    public void Every_window_holds_just_the_revisions_that_stood_in_it() => Gen.Select(Cases, Gen.Int[0, 20], Gen.Int[1, 8]).Sample((c, from, length) =>
    {
        var (events, seed) = c;
        using var graph = new Graph();
        RandomEvents.Apply(graph, events, seed);
        var naive = Naive(events);
        // The model steps in single ticks, so a window is the union of its instants.
        var expected = new HashSet<NaiveGraph.Element>();
        for (int tick = from; tick < from + length; tick++)
            expected.UnionWith(naive.At(RandomEvents.Time(tick)).Values);
        var window = graph.Between(RandomEvents.Time(from), RandomEvents.Time(from + length));
        var found = window.Nodes.Select(n => new NaiveGraph.Element(n.Id.ToString(), n.CreatedAt, n.UpdatedAt, n.Revision, n.Metadata.ToString(), ""))
            .Concat(window.Edges.Select(e => new NaiveGraph.Element(
                e.Id.ToString(), e.CreatedAt, e.UpdatedAt, e.Revision, e.Metadata.ToString(), $"{e.ParentId}>{e.ChildId}")))
            .ToList();
        Assert.Equal(found.Count, found.ToHashSet().Count);
        Assert.True(expected.SetEquals(found), $"{Show(events)}\nexpected {string.Join(' ', expected)}\nfound {string.Join(' ', found)}");
    }, iter: 5_000);

    [Fact]
    public void A_view_does_not_change_while_events_go_on_coming() => Cases.Sample((events, seed) =>
    {
        using var graph = new Graph();
        int half = events.Length / 2;
        RandomEvents.Apply(graph, events[..half], seed);
        var before = Naive(events[..half]);
        var views = Enumerable.Range(0, 21).Select(tick => graph.At(RandomEvents.Time(tick))).ToArray();
        var live = graph.Live;
        RandomEvents.Apply(graph, events[half..], seed, "other");
        for (int tick = 0; tick <= 20; tick++)
            AssertSame(before.At(RandomEvents.Time(tick)), views[tick]);
        AssertSame(before.At(DateTimeOffset.MaxValue), live);
        Assert.Equal(live.Nodes.Count(), live.CountNodes());
        Assert.Equal(live.Edges.Count(), live.CountEdges());
    }, iter: 5_000);

    [Fact]
    public void A_store_gives_the_same_graph_back_and_so_does_applying_all_again() => Cases.Sample((events, seed) =>
    {
        var store = new MemoryEventStore();
        using (var graph = new Graph(new GraphOptions { Store = store }))
        {
            RandomEvents.Apply(graph, events, seed);
            Assert.Equal(ApplyStatus.AlreadyApplied, graph.Apply(new EventBatch("host", "remote", 1, 1, events)).Status);
        }
        using var again = new Graph(new GraphOptions { Store = store });
        Assert.Equal(ApplyStatus.AlreadyApplied, again.Apply(new EventBatch("host", "remote", 1, 1, events)).Status);
        var naive = Naive(events);
        for (int tick = 0; tick <= 20; tick += 4)
            AssertSame(naive.At(RandomEvents.Time(tick)), again.At(RandomEvents.Time(tick)));
        AssertSame(naive.At(DateTimeOffset.MaxValue), again.Live);
    }, iter: 3_000);

    [Fact]
    public void Forgetting_leaves_every_later_instant_as_it_was() => Gen.Select(Cases, Gen.Int[1, 20]).Sample((c, horizon) =>
    {
        var (events, seed) = c;
        var store = new MemoryEventStore();
        using var graph = new Graph(new GraphOptions { Store = store });
        graph.CreateIndex("K");
        RandomEvents.Apply(graph, events, seed);
        var held = graph.At(RandomEvents.Time(0));
        graph.ForgetBefore(RandomEvents.Time(horizon));
        var naive = Naive(events);
        using var again = new Graph(new GraphOptions { Store = store });
        for (int tick = horizon; tick <= 21; tick++)
        {
            AssertSame(naive.At(RandomEvents.Time(tick)), graph.At(RandomEvents.Time(tick)));
            AssertSame(naive.At(RandomEvents.Time(tick)), again.At(RandomEvents.Time(tick)));
        }
        AssertSame(naive.At(RandomEvents.Time(0)), held);
        Assert.Throws<HistoryExpiredException>(() => graph.At(RandomEvents.Time(horizon - 1)));
    }, iter: 5_000);

    [Fact]
    public void An_index_finds_all_that_a_scan_finds_at_any_instant() => Cases.Sample((events, seed) =>
    {
        using var graph = new Graph();
        graph.CreateIndex("K");
        RandomEvents.Apply(graph, events, seed);
        foreach (var view in Enumerable.Range(0, 21).Select(tick => graph.At(RandomEvents.Time(tick))).Append(graph.Live))
        {
            for (int value = 0; value < 4; value++)
            {
                Assert.True(view.TryFindNodes("K", value, out var candidates, out _));
                var found = candidates.Where(n => n["K"] == value).Select(n => n.Id).ToArray();
                Assert.Equal(view.Nodes.Where(n => n["K"] == value).Select(n => n.Id), found);
            }
        }
    }, iter: 3_000);

    private static NaiveGraph Naive(GraphEvent[] events)
    {
        var naive = new NaiveGraph();
        foreach (var change in events)
            naive.Add(change);
        return naive;
    }

    private static void AssertSame(Dictionary<string, NaiveGraph.Element> expected, GraphView view)
    {
        var found = RandomEvents.Read(view);
        Assert.Equal(expected.Values.OrderBy(e => e.Id), found.Values.OrderBy(e => e.Id));
    }

    private static string Show(GraphEvent[] events) =>
        string.Join('\n', events.Select(e => $"{e.Time.Ticks % 100} {e.Kind} {e.Id} {e.ParentId}>{e.ChildId} {e.Metadata}"));
}
