using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A host stops, and its probes obey, or do not.</summary>
public sealed class StoppingProbeTests : IDisposable
{
    private readonly Graph graph = new(new GraphOptions { Host = "h1" });

    public void Dispose() => graph.Dispose();

    [Fact]
    public async Task Stopping_is_safe_twice_and_before_the_start()
    {
        var host = new ProbeHost(graph);
        await host.StopAsync();
        await host.StopAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("stopped", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, graph.Live.CountNodes());
    }

    [Fact]
    public async Task Elements_go_and_nodes_of_host_and_probe_stay()
    {
        var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("good", (context, stopping) =>
        {
            context.Write(transaction =>
            {
                transaction.AddNode("n1", Metadata.Of(("Type", "thing"), ("Name", "a")));
                transaction.AddEdge(context.HostNode, "n1", Metadata.Of(("RelationType", "ownership")));
            });
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("good") == "Running", "it runs");
        Assert.Equal("good.h1", graph.Live.Named("thing", "a")!.Value.Origin);
        var before = graph.Now;
        await Task.Delay(5, TestContext.Current.CancellationToken);

        await host.StopAsync();
        await host.StopAsync();
        Assert.Equal("Stopped", graph.Live.State("good"));
        Assert.Equal(["h1"], graph.Live.Names("host"));
        Assert.Empty(graph.Live.Names("thing"));
        Assert.Equal(1, graph.Live.CountEdges());
        Assert.Equal(["a"], graph.At(before).Names("thing"));
    }

    [Fact]
    public async Task Probe_that_hangs_is_given_up_and_can_write_no_more()
    {
        var time = new FakeTimeProvider();
        var release = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception?>();
        var host = new ProbeHost(graph, new ProbeHostOptions { Time = time, StopTimeout = TimeSpan.FromSeconds(10) });
        host.Add(() => new ScriptedProbe("deaf", async (context, _) =>
        {
            ScriptedProbe.Put(context, "a");
            await release.Task;
            late.SetResult(Record.Exception(() => ScriptedProbe.Put(context, "b")));
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("deaf") == "Running", "it runs");

        var stop = host.StopAsync();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(9));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(stop.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1.1));
        await stop.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal("did not stop within 10 s; given up, its code may still run", graph.Live.Probe("deaf").Text("LastError"));
        Assert.Empty(graph.Live.Names("thing"));

        release.SetResult();
        Assert.IsType<OperationCanceledException>(await late.Task);
        Assert.Empty(graph.Live.Names("thing"));
        Assert.Equal("Stopped", graph.Live.State("deaf"));
    }

    [Fact]
    public async Task Probe_that_blocks_its_thread_does_not_hold_up_the_start()
    {
        using var blocked = new ManualResetEventSlim();
        var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("blocking", (_, stopping) =>
        {
            blocked.Wait(stopping);
            return Task.CompletedTask;
        }));
        await host.StartAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await host.StopAsync();
        Assert.Null(graph.Live.Probe("blocking").Text("LastError"));
    }

    [Fact]
    public async Task Probe_whose_cancellation_callback_throws_still_stops()
    {
        var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("rude", (context, stopping) =>
        {
            stopping.Register(() => throw new IOException("in the callback"));
            context.Report(ProbeState.Running);
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("rude") == "Running", "it runs");
        await host.StopAsync();
        Assert.Equal("Stopped", graph.Live.State("rude"));
    }

    [Fact]
    public async Task Each_run_gets_an_instance_of_its_own_that_is_disposed()
    {
        var disposed = 0;
        var host = new ProbeHost(graph);
        host.Add(() => new DisposableProbe(() => Interlocked.Increment(ref disposed)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("disposable") == "Running", "it runs");
        await host.StopAsync();
        Assert.Equal(1, disposed);
    }

    private sealed class DisposableProbe(Action disposed) : TopologyProbe, IDisposable
    {
        public override string Name => "disposable";

        public override Task RunAsync(ProbeContext context, CancellationToken stopping)
        {
            context.Report(ProbeState.Running);
            return ScriptedProbe.Wait(stopping);
        }

        public void Dispose() => disposed();
    }
}
