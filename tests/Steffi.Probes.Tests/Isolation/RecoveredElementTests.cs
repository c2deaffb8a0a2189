using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>A process ended without stopping its probes; the next one recovers what they had written, from the store.</summary>
public sealed class RecoveredElementTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task First_write_replaces_what_an_earlier_process_left()
    {
        var crash = LeaveBehind("a", "b");
        using var graph = Open();
        Assert.Equal(["a", "b"], graph.Live.Names("thing"));
        await using var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("good", (context, stopping) =>
        {
            ScriptedProbe.Put(context, "b");
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("good") == "Running", "it runs");
        Assert.Equal(["b"], graph.Live.Names("thing"));
        Assert.True(graph.Live.Named("thing", "b")!.Value.CreatedAt > crash);
        Assert.Equal(["a", "b"], graph.At(crash).Names("thing"));
    }

    [Fact]
    public async Task Probe_that_reconciles_keeps_what_is_still_there_and_its_history()
    {
        var crash = LeaveBehind("a", "b");
        using var graph = Open();
        await using var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("good", (context, stopping) =>
        {
            ScriptedProbe.Put(context, "b", "c");
            context.DeleteAllBut(new HashSet<ElementId> { ScriptedProbe.Id("b"), ScriptedProbe.Id("c") });
            context.Report(ProbeState.Degraded, "reconciled");
            return ScriptedProbe.Wait(stopping);
        }, reconciles: true));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("good") == "Degraded", "it has reconciled");
        Assert.Equal(["b", "c"], graph.Live.Names("thing"));
        Assert.True(graph.Live.Named("thing", "b")!.Value.CreatedAt <= crash);
        Assert.Equal(1, graph.Live.Named("thing", "b")!.Value.Revision);
    }

    [Fact]
    public async Task Probe_that_finds_nothing_any_more_says_so_by_running()
    {
        LeaveBehind("a");
        using var graph = Open();
        await using var host = new ProbeHost(graph);
        host.Add(() => new ScriptedProbe("good", (context, stopping) =>
        {
            context.Report(ProbeState.Running);
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => graph.Live.State("good") == "Running", "it runs");
        Assert.Empty(graph.Live.Names("thing"));
    }

    [Fact]
    public async Task Nodes_of_probes_that_are_no_more_go_and_other_peoples_nodes_stay()
    {
        LeaveBehind("a");
        using var graph = Open();
        graph.Write(transaction => transaction.AddNode("x", Metadata.Of(("Type", "thing"), ("Name", "mine"))));
        await using var host = new ProbeHost(graph);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(graph.Live.Names("probe"));
        Assert.Equal(["h1"], graph.Live.Names("host"));
        Assert.Contains("mine", graph.Live.Names("thing"));
    }

    private Graph Open() => new(new GraphOptions { Host = "h1", Store = RocksDbStore.Open(Path.Combine(folder, "store")) });

    /// <returns>An instant at which they stood.</returns>
    private DateTimeOffset LeaveBehind(params string[] things)
    {
        using var graph = Open();
        graph.Write("good.h1", transaction =>
        {
            foreach (var thing in things)
                transaction.AddNode(ScriptedProbe.Id(thing), Metadata.Of(("Type", "thing"), ("Name", thing)));
        });
        graph.Write(transaction =>
        {
            transaction.AddNode(ElementId.FromName("host", "h1"), Metadata.Of(("Type", "host"), ("Name", "h1")));
            transaction.AddNode(ElementId.FromName("probe", "h1", "good"), Metadata.Of(("Type", "probe"), ("Name", "good")));
        });
        return graph.Now;
    }
}
