using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Steffi.Core.Tests;

/// <summary>What is asked about time itself, against the naive replay.</summary>
public sealed class HistoryTests
{
    private static readonly Gen<(GraphEvent[] Events, int Seed)> Cases = Gen.Select(RandomEvents.Many, Gen.Int);

    [Fact]
    public void A_diff_holds_just_what_two_replays_do_not_share() => Gen.Select(Cases, Gen.Int[0, 20], Gen.Int[0, 20]).Sample((c, before, after) =>
    {
        using var graph = Make(c.Events, c.Seed, out var naive);
        var (was, stands) = (naive.At(RandomEvents.Time(before)), naive.At(RandomEvents.Time(after)));
        var expected = was.Keys.Union(stands.Keys)
            .Select(id => (Id: id, Was: was.GetValueOrDefault(id), Stands: stands.GetValueOrDefault(id)))
            .SelectMany(item => item.Was is not null && item.Stands is not null && item.Was.Ends != item.Stands.Ends
                ? new[] { item with { Stands = null }, item with { Was = null } }
                : [item])
            .Where(item => item.Was?.Metadata != item.Stands?.Metadata || item.Was?.Created != item.Stands?.Created)
            .Select(item => $"{item.Id} {item.Was?.Metadata} -> {item.Stands?.Metadata}");
        var diff = graph.Diff(RandomEvents.Time(before), RandomEvents.Time(after), TestContext.Current.CancellationToken);
        var found = diff.Nodes.Select(d => $"{(d.Before ?? d.After)!.Value.Id} {d.Before?.Metadata} -> {d.After?.Metadata}")
            .Concat(diff.Edges.Select(d => $"{(d.Before ?? d.After)!.Value.Id} {d.Before?.Metadata} -> {d.After?.Metadata}"));
        Assert.Equal(expected.Order(), found.Order());
    }, iter: 5_000);

    [Fact]
    public void The_changes_since_an_instant_lead_from_it_through_every_later_one() => Gen.Select(Cases, Gen.Int[-1, 20]).Sample((c, since) =>
    {
        using var graph = Make(c.Events, c.Seed, out var naive);
        var state = naive.At(RandomEvents.Time(since)).Values.ToDictionary(e => (e.Id, e.Ends), e => e.Metadata);
        var changes = graph.ChangesSince(RandomEvents.Time(since), TestContext.Current.CancellationToken);
        Assert.Equal(changes.Select(change => change.Time).Order(), changes.Select(change => change.Time));
        foreach (var instant in changes.GroupBy(change => change.Time))
        {
            foreach (var (_, change) in instant)
                Play(change, state);
            Assert.Equal(
                naive.At(instant.Key).Values.Select(e => $"{e.Id} {e.Ends} {e.Metadata}").Order(),
                state.Select(e => $"{e.Key.Id} {e.Key.Ends} {e.Value}").Order());
        }
        Assert.Equal(naive.At(DateTimeOffset.MaxValue).Count, state.Count);
    }, iter: 5_000);

    [Fact]
    public void The_history_of_a_key_gives_its_value_at_every_instant() => Cases.Sample(c =>
    {
        using var graph = Make(c.Events, c.Seed, out var naive);
        foreach (var node in graph.Live.Nodes)
        {
            var spans = node.History("K");
            for (int tick = 0; tick <= 21; tick++)
            {
                var at = RandomEvents.Time(tick);
                var covering = spans.Where(span => span.From <= at && (span.To is not { } to || at < to)).Select(span => span.Value.ToString());
                Assert.Equal(naive.At(at).TryGetValue(node.Id.ToString(), out var element) ? KeyOf(element) : [], covering);
            }
            Assert.All(spans, span => Assert.False(span.To <= span.From));
            Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.False(pair.First.To == pair.Second.From && pair.First.Value == pair.Second.Value));
        }
    }, iter: 3_000);

    [Fact]
    public void An_edge_stands_throughout_a_window_when_every_instant_has_it() => Gen.Select(Cases, Gen.Int[0, 20], Gen.Int[1, 6]).Sample((c, from, length) =>
    {
        using var graph = Make(c.Events, c.Seed, out var naive);
        var always = Enumerable.Range(from, length)
            .Select(tick => naive.At(RandomEvents.Time(tick)).Values.Select(e => (e.Id, e.Ends)).ToHashSet())
            .Aggregate((all, next) => [.. all.Intersect(next)]);
        var window = graph.Between(RandomEvents.Time(from), RandomEvents.Time(from + length));
        var found = window.Edges.Where(edge => edge.StandsThroughout).Select(edge => (edge.Id.ToString(), $"{edge.ParentId}>{edge.ChildId}"))
            .Concat(window.Nodes.Where(node => node.StandsThroughout).Select(node => (node.Id.ToString(), "")))
            .ToHashSet();
        Assert.Equal(always.Order(), found.Order());
    }, iter: 3_000);

    [Fact]
    public void Undoing_an_update_is_as_if_it_had_never_been() => Gen.Select(Cases, Gen.Int[0, 40]).Sample((c, pick) =>
    {
        using var graph = Make(c.Events, c.Seed, out _);
        var updates = Updates(graph, c.Events);
        if (updates.Count == 0)
            return;
        var (wrong, at) = updates[pick % updates.Count];
        graph.Write(change => change.Undo(wrong));
        var naive = new NaiveGraph();
        foreach (var change in c.Events.Where((_, i) => i != at))
            naive.Add(change);
        for (int tick = -1; tick <= 21; tick++)
        {
            var found = RandomEvents.Read(graph.At(RandomEvents.Time(tick))).Values.Select(e => $"{e.Id} {e.Metadata}");
            Assert.Equal(naive.At(RandomEvents.Time(tick)).Values.Select(e => $"{e.Id} {e.Metadata}").Order(), found.Order());
        }
    }, iter: 5_000);

    [Fact]
    public void An_erased_element_is_as_if_it_had_never_been_also_for_who_opens_the_store() => Cases.Sample(c =>
    {
        var store = new MemoryEventStore();
        using var graph = Make(c.Events, c.Seed, out _, store);
        var held = graph.At(RandomEvents.Time(20));
        bool known = graph.Erase("a", TestContext.Current.CancellationToken);
        var edges = c.Events.Where(e => e.ParentId == "a" || e.ChildId == "a").Select(e => e.Id).ToHashSet();
        Assert.Equal(edges.Count > 0 || c.Events.Any(e => e.Id == "a"), known);
        var naive = new NaiveGraph();
        foreach (var change in c.Events.Where(e => e.Id != "a" && !edges.Contains(e.Id)))
            naive.Add(change);
        using var again = new Graph(new GraphOptions { Store = store });
        for (int tick = 0; tick <= 20; tick++)
        {
            var expected = naive.At(RandomEvents.Time(tick)).Values.OrderBy(e => e.Id).ToList();
            Assert.Equal(expected, RandomEvents.Read(graph.At(RandomEvents.Time(tick))).Values.OrderBy(e => e.Id));
            Assert.Equal(expected, RandomEvents.Read(again.At(RandomEvents.Time(tick))).Values.OrderBy(e => e.Id));
        }
        Assert.DoesNotContain(held.Nodes, node => node.Id == "a");
        Assert.Equal(graph.Live.Nodes.Count(), graph.Live.CountNodes());
        Assert.Equal(graph.Live.Edges.Count(), graph.Live.CountEdges());
        Assert.Equal(ApplyStatus.AlreadyApplied, again.Apply(new EventBatch("host", "remote", 1, 1, c.Events)).Status);
    }, iter: 3_000);

    [Fact]
    public void No_file_of_the_store_holds_a_byte_of_an_erased_element()
    {
        string directory = Directory.CreateTempSubdirectory("steffi-erase").FullName;
        try
        {
            var graph = new Graph(new GraphOptions { Store = RocksDbStore.Open(directory) });
            for (int i = 0; i < 50; i++)
                graph.Write(change => change.AddNode(Metadata.Of(("Name", "bystander"))));
            graph.Write(change => change.AddNode("person", Metadata.Of(("Name", "unmistakable-secret"))));
            graph.Flush();
            Assert.True(Contains(directory, "unmistakable-secret"));
            Assert.True(graph.Erase("person", TestContext.Current.CancellationToken));
            graph.Dispose();
            Assert.False(Contains(directory, "unmistakable-secret"));
            using var again = new Graph(new GraphOptions { Store = RocksDbStore.Open(directory) });
            Assert.Equal(50, again.Live.CountNodes());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Rolling_windows_come_at_once_from_the_past_and_in_time_from_the_future()
    {
        var time = new FakeTimeProvider(RandomEvents.Time(0));
        using var graph = new Graph(new GraphOptions { Time = time });
        time.Advance(TimeSpan.FromSeconds(1));
        graph.Write(change => change.AddNode("a", default));
        time.Advance(TimeSpan.FromSeconds(3.5));
        graph.Write(change => change.DeleteNode("a"));
        var counts = new List<int>();
        var rolling = Task.Run(async () =>
        {
            var views = graph.Rolling(
                TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), RandomEvents.Time(0), RandomEvents.Time(0).AddSeconds(6),
                TestContext.Current.CancellationToken);
            await foreach (var view in views)
            {
                lock (counts)
                    counts.Add(view.Nodes.Count());
            }
        }, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => { lock (counts) return counts.Count == 5; }, TimeSpan.FromSeconds(10)));
        while (!rolling.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        await rolling;
        Assert.Equal([0, 0, 1, 1, 1, 1, 0], counts);
    }

    private static bool Contains(string directory, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);
    }

    /// <summary>The revisions that updates of nodes made, each with the place of its event; of instants all of whose events had an effect.</summary>
    private static List<(Node Revision, int Event)> Updates(Graph graph, GraphEvent[] events)
    {
        var found = new List<(Node, int)>();
        foreach (var instant in graph.ChangesSince(RandomEvents.Time(-1)).Where(c => c.Change.Node is not null).GroupBy(c => (c.Change.Node!.Value.Id, c.Time)))
        {
            var made = instant.ToList();
            var by = Enumerable.Range(0, events.Length).Where(i => events[i].Id == instant.Key.Id && events[i].Time == instant.Key.Time).ToList();
            if (made.Count == by.Count)
                found.AddRange(made.Zip(by).Where(pair => events[pair.Second].Kind == EventKind.NodeUpdated).Select(pair => (pair.First.Change.Node!.Value, pair.Second)));
        }
        return found;
    }

    private static IEnumerable<string> KeyOf(NaiveGraph.Element element) =>
        System.Text.Json.Nodes.JsonNode.Parse(element.Metadata)!["K"] is { } value ? [value.ToString()] : [];

    private static void Play(ElementChange change, Dictionary<(string, string), string> state)
    {
        var (key, metadata) = change.Node is { } node
            ? ((node.Id.ToString(), ""), node.Metadata)
            : ((change.Edge!.Value.Id.ToString(), $"{change.Edge.Value.ParentId}>{change.Edge.Value.ChildId}"), change.Edge.Value.Metadata);
        if (change.Kind == ChangeKind.Deleted)
            Assert.True(state.Remove(key));
        else if (change.Kind == ChangeKind.Added)
            state.Add(key, metadata.ToString());
        else
            state[key] = state.ContainsKey(key) ? metadata.ToString() : throw new InvalidOperationException("An update of what does not stand.");
    }

    private static Graph Make(GraphEvent[] events, int seed, out NaiveGraph naive, IEventStore? store = null)
    {
        var graph = new Graph(new GraphOptions { Store = store });
        graph.CreateIndex("K");
        RandomEvents.Apply(graph, events, seed);
        naive = new NaiveGraph();
        foreach (var change in events)
            naive.Add(change);
        return graph;
    }
}
