using System.Threading.Channels;

namespace Steffi;

/// <summary>One subscriber's buffer between the writer and its reading.</summary>
internal sealed class Subscription(Subscribers owner, SubscriptionOptions options, CancellationToken cancel) : IAsyncEnumerable<GraphChange>
{
    private readonly Channel<GraphChange> _waiting = Channel.CreateBounded<GraphChange>(
        new BoundedChannelOptions(Math.Max(1, options.Capacity)) { SingleWriter = true });

    private readonly Lock _lossGate = new();
    private long _lost;
    private GraphChange? _lastLost;

    /// <summary>Called by the writer.</summary>
    public void Tell(GraphChange change)
    {
        if (options.Filter is { } filter)
        {
            var kept = change.Changes.Where(filter).ToArray();
            if (kept.Length == 0)
                return;
            change = change with { Changes = kept };
        }
        lock (_lossGate)
        {
            // Once something was lost, all that follows is, until the reader has been told: else it would see it out of order.
            if (_lost == 0 && _waiting.Writer.TryWrite(change))
                return;
            switch (options.WhenSlow)
            {
                case SlowSubscriberPolicy.Resynchronize:
                    _lost++;
                    _lastLost = change;
                    return;
                case SlowSubscriberPolicy.Fail:
                    Complete(new SlowSubscriberException(options.Capacity));
                    return;
            }
        }
        while (!_waiting.Writer.TryWrite(change))
        {
            try
            {
                if (!_waiting.Writer.WaitToWriteAsync(cancel).AsTask().GetAwaiter().GetResult())
                    return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public void Complete(Exception? error)
    {
        owner.Remove(this);
        _waiting.Writer.TryComplete(error);
    }

    public async IAsyncEnumerator<GraphChange> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, cancellationToken);
        try
        {
            do
            {
                while (_waiting.Reader.TryRead(out var change))
                    yield return change;
                if (TakeLoss() is { } loss)
                    yield return loss;
            }
            while (await _waiting.Reader.WaitToReadAsync(both.Token).ConfigureAwait(false));
        }
        finally
        {
            Complete(null);
        }
    }

    private GraphChange? TakeLoss()
    {
        lock (_lossGate)
        {
            if (_lastLost is not { } last || _waiting.Reader.Count > 0)
                return null;
            var loss = last with { Changes = [], Lost = _lost, View = last.View.Graph.Live };
            _lost = 0;
            _lastLost = null;
            return loss;
        }
    }
}
