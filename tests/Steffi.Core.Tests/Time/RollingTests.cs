using Microsoft.Extensions.Time.Testing;

namespace Steffi.Core.Tests;

/// <summary>Windows that move, at the ends of time and of patience.</summary>
public sealed class RollingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_window_wider_than_time_reaches_back_to_its_beginning()
    {
        using var graph = Make(out _);
        var counts = new List<int>();
        await foreach (var view in graph.Rolling(Second, TimeSpan.MaxValue, Start, Start + 2 * Second, TestContext.Current.CancellationToken))
            counts.Add(view.CountNodes());
        Assert.Equal([0, 1, 2], counts);   // half-open: what begins at the end is out
        await foreach (var view in graph.Rolling(Second, Second, DateTimeOffset.MinValue, DateTimeOffset.MinValue, TestContext.Current.CancellationToken))
            Assert.Equal(0, view.CountNodes());
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_next_window()
    {
        using var graph = Make(out var time);
        using var cancel = new CancellationTokenSource();
        await using var views = graph.Rolling(Second, Second, cancel: cancel.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await views.MoveNextAsync());
        var next = views.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        time.Advance(Second);
        Assert.True(await next);
        next = views.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_window_that_begins_before_what_is_kept_is_an_error()
    {
        using var graph = Make(out _);
        graph.ForgetBefore(Start + 1.5 * Second);
        await using var views = graph.Rolling(Second, Second, Start + 2 * Second, cancel: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HistoryExpiredException>(async () => await views.MoveNextAsync());
    }

    private static Graph Make(out FakeTimeProvider time)
    {
        time = new FakeTimeProvider(Start);
        var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("a", default));
        time.Advance(Second);
        graph.Write(change => change.AddNode("b", default));
        time.Advance(Second);
        return graph;
    }
}
