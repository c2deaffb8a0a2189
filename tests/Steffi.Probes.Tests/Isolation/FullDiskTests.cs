using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>The graph's store takes nothing for a while: its disk is full.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly FillingStore store = new();
    private readonly Graph graph;
    private readonly FakeTimeProvider time = new();
    private readonly ProbeHost host;

    public FullDiskTests()
    {
        graph = new(new GraphOptions { Host = "h1", Store = store });
        host = new(graph, new ProbeHostOptions { Time = time });
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        graph.Dispose();
    }

    [Fact]
    public async Task A_probe_that_failed_of_it_goes_on_when_there_is_room_again()
    {
        int runs = 0;
        host.Add(() => new ScriptedProbe("writer", (context, stopping) =>
        {
            store.IsFull |= runs++ == 0;
            ScriptedProbe.Put(context, "a");
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => Status.LastError?.Contains("No space left") == true, "the failure is told");
        store.IsFull = false;
        await Until.Holds(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return Status.State == ProbeState.Running && graph.Live.TryGetNode(ScriptedProbe.Id("a"), out _);
        }, "the probe runs again");
    }

    [Fact]
    public async Task A_host_ends_in_order_all_the_same()
    {
        host.Add(() => new ScriptedProbe("writer", (context, stopping) =>
        {
            ScriptedProbe.Put(context, "a");
            return ScriptedProbe.Wait(stopping);
        }));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Until.Holds(() => Status.State == ProbeState.Running, "the probe runs");
        store.IsFull = true;
        await host.StopAsync();
        Assert.Equal(ProbeState.Stopped, Status.State);
    }

    private ProbeStatus Status => host.Status.Single();

    private sealed class FillingStore : IEventStore
    {
        private readonly MemoryEventStore kept = new();

        public volatile bool IsFull;

        public DateTimeOffset OldestInstant => kept.OldestInstant;

        public IEnumerable<IReadOnlyList<EventBatch>> Read(CancellationToken cancel = default) => kept.Read(cancel);

        public void Append(IReadOnlyList<EventBatch> transaction)
        {
            if (IsFull)
                throw new IOException("No space left on device");
            kept.Append(transaction);
        }

        public void Sync()
        {
        }

        public void Forget(DateTimeOffset before, IEnumerable<IReadOnlyList<EventBatch>> snapshot) => kept.Forget(before, snapshot);

        public void Erase(IReadOnlySet<ElementId> ids) => kept.Erase(ids);

        public void Dispose() => kept.Dispose();
    }
}
