using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>A host of its own name whose only namespace, besides the machine's, is one of the test's; what its probe writes goes to another graph, too.</summary>
internal sealed class HostInNamespace : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Graph _graph;
    private readonly Task _probe;

    public HostInNamespace(string host, string netns, Graph all)
    {
        _graph = new Graph(new GraphOptions { Host = host, Store = new Sending(all) });
        ElementId node = ElementId.FromName(host), place = ElementId.FromName(host, netns);
        _graph.Write(transaction =>
        {
            transaction.AddNode(node, Metadata.Of(("Name", host), ("Type", "host")));
            transaction.AddNode(place, Metadata.Of(("Name", netns), ("Type", "netns"), ("Inode", Situation.Inode(netns)), ("Path", $"/run/netns/{netns}")));
        });
        _probe = new SocketInfoProbe().RunAsync(new TestProbeContext(_graph, "socketinfo", node, new() { ["period"] = "0.05" }), _stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _probe.ContinueWith(static _ => { }, TaskScheduler.Default);
        _graph.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Sends every transaction as bytes, as from machine to machine.</summary>
    private sealed class Sending(Graph to) : IEventStore
    {
        public DateTimeOffset OldestInstant => DateTimeOffset.MinValue;

        public IEnumerable<IReadOnlyList<EventBatch>> Read(CancellationToken cancel = default) => [];

        public void Append(IReadOnlyList<EventBatch> transaction)
        {
            foreach (var batch in EventCodec.Decode(EventCodec.Encode(transaction)))
                Assert.Equal(ApplyStatus.Applied, to.Apply(batch).Status);
        }

        public void Sync()
        {
        }

        public void Forget(DateTimeOffset before, IEnumerable<IReadOnlyList<EventBatch>> snapshot)
        {
        }

        public void Erase(IReadOnlySet<ElementId> ids)
        {
        }

        public void Dispose()
        {
        }
    }
}
