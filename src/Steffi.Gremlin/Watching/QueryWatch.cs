using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Steffi.Gremlin;

/// <summary>
/// A standing query. One that filters single nodes is judged change by change (<see cref="StandingFilters"/>); every other is
/// evaluated again after each change, on the graph as it was right after it; where changes come faster, the oldest are taken together.
/// </summary>
internal sealed class QueryWatch(
    Graph graph, GremlinQuery query, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions? options)
{
    /// <summary>Changes that may wait to be looked at.</summary>
    private const int MostWaiting = 64;

    public IAsyncEnumerable<ResultChange> RunAsync(CancellationToken cancel) =>
        query.AsStandingFilter(parameters) is { } filter ? FollowAsync(filter, cancel) : LookAgainAsync(cancel);

    /// <summary>A filter on single nodes: each change is judged by itself, in order, and none is missed.</summary>
    private async IAsyncEnumerable<ResultChange> FollowAsync(LogicalNodes step, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filters = StandingFilters.Of(graph);
        var filter = filters.Add(step, Look);
        try
        {
            while (true)
            {
                while (filter.Changes.TryRead(out var change))
                {
                    if (change is not null) yield return change;
                    cancel.ThrowIfCancellationRequested();
                }

                if (filter.IsBehind) filters.Renew(filter, Look);
                else if (!await filter.Changes.WaitToReadAsync(cancel)) break;
            }
        }
        finally
        {
            filters.Remove(filter);
        }

        IEnumerable<Node> Look(GraphView view) => query.Run(view, parameters, options, cancel).Nodes;
    }

    private async IAsyncEnumerable<ResultChange> LookAgainAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var changed = Channel.CreateBounded<GraphView>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

        // Subscribed before the first look, so that no change falls between the two.
        var changes = graph.Subscribe(cancel: stop.Token).GetAsyncEnumerator(stop.Token);
        var listening = ListenAsync(changes, changes.MoveNextAsync(), changed.Writer);
        try
        {
            var first = graph.Live;
            var before = Look(first, cancel);
            foreach (var row in before.Values) yield return row.As(ChangeKind.Added);

            await foreach (var view in changed.Reader.ReadAllAsync(cancel))
            {
                if (view.Version <= first.Version) continue;
                var now = Look(view, cancel);
                foreach (var change in WatchedRow.Compare(before, now)) yield return change;
                before = now;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await listening;
        }
    }

    /// <summary>Ends the channel with what ended the subscription.</summary>
    private static async Task ListenAsync(IAsyncEnumerator<GraphChange> changes, ValueTask<bool> first, ChannelWriter<GraphView> changed)
    {
        try
        {
            for (var more = await first; more; more = await changes.MoveNextAsync()) changed.TryWrite(changes.Current.View);
            changed.TryComplete();
        }
        catch (Exception e)
        {
            changed.TryComplete(e is OperationCanceledException ? null : e);
        }
        finally
        {
            await changes.DisposeAsync();
        }
    }

    private Dictionary<string, WatchedRow> Look(GraphView view, CancellationToken cancel) => WatchedRow.Read(query.Run(view, parameters, options, cancel));
}
