using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Steffi.Gremlin;

/// <summary>
/// A standing query. One that filters single nodes is judged change by change (<see cref="StandingFilters"/>); every other is
/// evaluated again after changes: commits that come while it evaluates or while the reader is busy are taken together.
/// </summary>
internal sealed class QueryWatch(
    Graph graph, GremlinQuery query, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions? options)
{
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
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        // Subscribed before the first look, so that no change falls between the two.
        var changes = graph.Subscribe(cancel: stop.Token).GetAsyncEnumerator(stop.Token);
        var first = changes.MoveNextAsync();
        var listening = ListenAsync(changes, first, changed.Writer);
        try
        {
            var before = Look(cancel);
            foreach (var row in before.Values) yield return row.As(ChangeKind.Added);

            while (await changed.Reader.WaitToReadAsync(cancel))
            {
                changed.Reader.TryRead(out _);
                var now = Look(cancel);
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
    private static async Task ListenAsync(IAsyncEnumerator<GraphChange> changes, ValueTask<bool> first, ChannelWriter<bool> changed)
    {
        try
        {
            for (var more = await first; more; more = await changes.MoveNextAsync()) changed.TryWrite(true);
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

    private Dictionary<string, WatchedRow> Look(CancellationToken cancel) => WatchedRow.Read(query.Run(graph, parameters, options, cancel));
}
