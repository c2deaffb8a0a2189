using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A probe fails in one way or another: its node says so, it is restarted with growing delays, and the others run on.</summary>
public sealed class FailingProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });
    private readonly FakeTimeProvider time = new();
    private readonly ProbeHost host;
    private int runs;

    public FailingProbeTests() => host = new(graph, new ProbeHostOptions { Time = time });

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
    }

    [Fact]
    public async Task Throwing_at_once_is_reported_and_restarted()
    {
        host.Add(() => new ScriptedProbe("bad", (_, _) => throw new IOException("no socket")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await FailsWith("IOException: no socket");
    }

    [Fact]
    public async Task Throwing_later_is_reported_and_restarted()
    {
        host.Add(() => new ScriptedProbe("bad", async (_, _) =>
        {
            await Task.Yield();
            throw new IOException("no answer");
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await FailsWith("IOException: no answer");
    }

    [Fact]
    public async Task Returning_early_is_a_failure()
    {
        host.Add(() => new ScriptedProbe("bad", (_, _) => Task.CompletedTask));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await FailsWith("RunAsync returned before it was asked to stop");
    }

    [Fact]
    public async Task Cancellation_that_nobody_asked_for_is_a_failure()
    {
        host.Add(() => new ScriptedProbe("bad", (_, _) => throw new TaskCanceledException("HTTP timeout")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await FailsWith("TaskCanceledException: HTTP timeout");
    }

    [Fact]
    public async Task Refused_transaction_is_a_failure_that_leaves_nothing_half_written()
    {
        host.Add(() => new ScriptedProbe("bad", (context, _) =>
        {
            context.Write(transaction =>
            {
                transaction.AddNode("x1", Metadata.Of(("Type", "thing"), ("Name", "half")));
                transaction.AddEdge("x1", "nowhere", Metadata.Empty);
            });
            return Task.CompletedTask;
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("bad") == "BackingOff", "the probe backs off");
        Assert.StartsWith("TransactionException", graph.Live.Probe("bad").Text("LastError"), StringComparison.Ordinal);
        Assert.Empty(graph.Live.Names("thing"));
    }

    [Fact]
    public async Task Factory_that_throws_is_a_failure()
    {
        var made = 0;
        host.Add(() => made++ == 0 ? new ScriptedProbe("bad", (_, _) => Task.CompletedTask) : throw new InvalidOperationException("no more"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await FailsWith("InvalidOperationException: no more");
    }

    [Fact]
    public async Task Others_run_on()
    {
        host.Add(() => new ScriptedProbe("bad", (_, _) => throw new IOException()));
        host.Add(() => new ScriptedProbe("good", (context, stopping) =>
        {
            ScriptedProbe.Put(context, "a");
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("bad") == "BackingOff" && graph.Live.State("good") == "Running", "one fails, one runs");
        Assert.Equal(["a"], graph.Live.Names("thing"));
    }

    [Fact]
    public async Task Delay_before_the_restart_is_respected_and_grows()
    {
        host.Add(() => new ScriptedProbe("bad", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            throw new IOException();
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Failed(times: 1);
        // Half of a second at least, a second at most; then one and two; then two and four.
        time.Advance(TimeSpan.FromSeconds(0.49));
        await StillRan(1);
        time.Advance(TimeSpan.FromSeconds(0.52));
        await Failed(times: 2);
        time.Advance(TimeSpan.FromSeconds(0.99));
        await StillRan(2);
        time.Advance(TimeSpan.FromSeconds(1.02));
        await Failed(times: 3);
        time.Advance(TimeSpan.FromSeconds(1.99));
        await StillRan(3);
        time.Advance(TimeSpan.FromSeconds(2.02));
        await Failed(times: 4);
    }

    [Fact]
    public async Task Delay_is_short_again_after_a_healthy_run()
    {
        host.Add(() => new ScriptedProbe("bad", async (context, stopping) =>
        {
            if (Interlocked.Increment(ref runs) == 6)
                await Task.Delay(Long, time, stopping);
            throw new IOException();
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 1; i <= 5; i++)
        {
            await Failed(times: i);
            await Until.Holds(() => { time.Advance(TimeSpan.FromSeconds(1)); return Volatile.Read(ref runs) > i; }, $"run {i + 1}");
        }
        await Until.Holds(() => { time.Advance(Long); return graph.Live.Probe("bad") is { } node && node["Restarts"].AsInt() == 6; }, "the healthy run ends");
        await Task.Delay(50, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(1.01));
        await Failed(times: 7);
    }

    [Fact]
    public async Task Elements_stay_until_the_next_run_replaces_them()
    {
        var next = new TaskCompletionSource();
        host.Add(() => new ScriptedProbe("bad", async (context, stopping) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
            {
                ScriptedProbe.Put(context, "a", "b");
                throw new IOException();
            }
            await next.Task.WaitAsync(stopping);
            ScriptedProbe.Put(context, "b", "c");
            await ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Failed(times: 1);
        Assert.Equal(["a", "b"], graph.Live.Names("thing"));
        await Until.Holds(() => { time.Advance(TimeSpan.FromSeconds(1)); return Volatile.Read(ref runs) == 2; }, "the second run");
        Assert.Equal(["a", "b"], graph.Live.Names("thing"));
        var changes = graph.Subscribe(cancel: TestContext.Current.CancellationToken);
        next.SetResult();
        await Until.Holds(() => graph.Live.State("bad") == "Running", "the second run has written");
        Assert.Equal(["b", "c"], graph.Live.Names("thing"));
        // Readers see the old state or the new one, nothing between.
        await foreach (var change in changes)
        {
            Assert.Equal(["b", "c"], change.View.Names("thing"));
            break;
        }
    }

    private async Task FailsWith(string error)
    {
        await Until.Holds(() => graph.Live.State("bad") == "BackingOff", "the probe backs off");
        var node = graph.Live.Probe("bad");
        Assert.Equal(error, node.Text("LastError"));
        Assert.Equal(1, node!.Value["Restarts"].AsInt());
        await Until.Holds(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return graph.Live.Probe("bad")!.Value["Restarts"].AsInt() > 1;
        }, "it is restarted");
    }

    private Task Failed(int times) => Until.Holds(() => graph.Live.Probe("bad") is { } node
        && node["State"].AsString() == "BackingOff" && node["Restarts"].AsInt() == times, $"failure {times}");

    private async Task StillRan(int times)
    {
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(times, Volatile.Read(ref runs));
    }
}
