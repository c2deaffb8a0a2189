namespace Steffi.Core.Tests;

public sealed class SubscriptionTests
{
    private readonly Graph _graph = new();

    private void Add(int i) => _graph.Write(tx => tx.AddNode($"n{i}", Metadata.Of(("N", i))));

    [Fact]
    public async Task Changes_come_in_order_with_what_they_did()
    {
        var stream = _graph.Subscribe();
        Add(1);
        _graph.Write(tx => tx.UpdateNode("n1", new MetadataPatch { ["N"] = 2 }));
        _graph.Write(tx =>
        {
            tx.AddNode("n2", Metadata.Empty);
            tx.AddEdge("e", "n1", "n2", Metadata.Empty);
        });
        _graph.Write(tx => tx.DeleteNode("n1"));
        var seen = new List<string>();
        await foreach (var change in stream.WithCancellation(TestContext.Current.CancellationToken))
        {
            seen.Add(string.Join(' ', change.Changes.Select(c => $"{c.Kind}:{c.Node?.Id ?? c.Edge?.Id}")));
            if (seen.Count == 4)
                break;
        }
        Assert.Equal(["Added:n1", "Updated:n1", "Added:n2 Added:e", "Deleted:n1 Deleted:e"], seen);
    }

    [Fact]
    public async Task A_filter_leaves_the_rest_out()
    {
        var stream = _graph.Subscribe(new SubscriptionOptions { Filter = change => change.Node is { } node && node["N"] == 3 });
        for (int i = 0; i < 5; i++)
            Add(i);
        _graph.Dispose();
        var seen = await stream.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("n3", Assert.Single(Assert.Single(seen).Changes).Node!.Value.Id.ToString());
    }

    [Fact]
    public async Task A_slow_subscriber_is_told_what_it_missed()
    {
        var stream = _graph.Subscribe(new SubscriptionOptions { Capacity = 3 });
        for (int i = 0; i < 10; i++)
            Add(i);
        var seen = new List<GraphChange>();
        await foreach (var change in stream.WithCancellation(TestContext.Current.CancellationToken))
        {
            seen.Add(change);
            if (change.Lost > 0)
                Add(10);
            if (seen.Count == 5)
                break;
        }
        Assert.Equal([0, 0, 0, 7, 0], seen.Select(c => c.Lost));
        Assert.Equal(10, seen[3].View.CountNodes());
        Assert.Equal("n10", seen[4].Changes[0].Node!.Value.Id.ToString());
    }

    [Fact]
    public async Task A_subscriber_that_must_not_miss_anything_fails_instead()
    {
        var stream = _graph.Subscribe(new SubscriptionOptions { Capacity = 2, WhenSlow = SlowSubscriberPolicy.Fail });
        for (int i = 0; i < 5; i++)
            Add(i);
        await Assert.ThrowsAsync<SlowSubscriberException>(async () => await stream.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Writers_wait_for_a_subscriber_that_asks_for_it()
    {
        var stream = _graph.Subscribe(new SubscriptionOptions { Capacity = 2, WhenSlow = SlowSubscriberPolicy.Wait });
        var writing = Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
                Add(i);
            _graph.Dispose();
        }, TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);
        var seen = await stream.ToListAsync(TestContext.Current.CancellationToken);
        await writing;
        Assert.Equal(50, seen.Count);
        Assert.All(seen, change => Assert.Equal(0, change.Lost));
    }

    [Fact]
    public async Task A_late_event_says_that_only_the_past_changed()
    {
        var stream = _graph.Subscribe();
        var start = _graph.Now;
        _graph.Apply(new EventBatch("h", "o", 1, 1, [GraphEvent.NodeAdded(start, "a", Metadata.Of(("MTU", 1)))]));
        _graph.Apply(new EventBatch("h", "o", 1, 2, [GraphEvent.NodeUpdated(start.AddSeconds(2), "a", new MetadataPatch { ["MTU"] = 3 })]));
        _graph.Apply(new EventBatch("h", "o", 1, 3, [GraphEvent.NodeUpdated(start.AddSeconds(1), "a", new MetadataPatch { ["MTU"] = 2 })]));
        _graph.Dispose();
        var seen = await stream.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([false, false, true], seen.Select(c => c.Changes[0].IsLate));
        Assert.Equal(2, _graph.At(start.AddSeconds(1)).Nodes.Single()["MTU"].AsInt());
    }
}
