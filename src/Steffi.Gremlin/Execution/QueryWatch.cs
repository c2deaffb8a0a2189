using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Steffi.Gremlin;

/// <summary>
/// A standing query, by evaluating it again after changes. Commits that come while it evaluates or while the reader is busy are
/// taken together: only the newest state matters.
/// </summary>
internal sealed class QueryWatch(
    Graph graph, GremlinQuery query, IReadOnlyDictionary<string, MetadataValue>? parameters, QueryOptions? options)
{
    public async IAsyncEnumerable<ResultChange> RunAsync([EnumeratorCancellation] CancellationToken cancel)
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
