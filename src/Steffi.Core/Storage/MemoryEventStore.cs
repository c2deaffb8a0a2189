namespace Steffi;

/// <summary>Keeps events in memory: for tests, and as the pattern of a store. A graph without a store keeps the same history.</summary>
/// <remarks>Disposing it keeps what it holds, so that another graph can be made of it.</remarks>
public sealed class MemoryEventStore : IEventStore
{
    private readonly List<(long Latest, byte[] Bytes)> _log = [];
    private List<byte[]> _snapshot = [];

    /// <inheritdoc/>
    public DateTimeOffset OldestInstant { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<EventBatch>> Read(CancellationToken cancel = default)
    {
        foreach (var bytes in _snapshot.Concat(_log.Select(item => item.Bytes)).ToArray())
        {
            cancel.ThrowIfCancellationRequested();
            yield return EventCodec.Decode(bytes, "memory store");
        }
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<EventBatch> transaction) =>
        _log.Add((LatestOf(transaction), EventCodec.Encode(transaction)));

    /// <inheritdoc/>
    public void Sync() { }

    /// <inheritdoc/>
    public void Forget(DateTimeOffset before, IEnumerable<IReadOnlyList<EventBatch>> snapshot)
    {
        _snapshot = [.. snapshot.Select(EventCodec.Encode)];
        _log.RemoveAll(item => item.Latest < before.UtcTicks);
        OldestInstant = before;
    }

    /// <inheritdoc/>
    public void Erase(IReadOnlySet<ElementId> ids)
    {
        byte[] Without(byte[] bytes) => Erasure.Of(EventCodec.Decode(bytes, "memory store"), ids) is { } rest ? EventCodec.Encode(rest) : bytes;
        _snapshot = _snapshot.ConvertAll(Without);
        for (int i = 0; i < _log.Count; i++)
            _log[i] = _log[i] with { Bytes = Without(_log[i].Bytes) };
    }

    /// <inheritdoc/>
    public void Dispose() { }

    /// <summary>UTC ticks of the transaction's latest event.</summary>
    internal static long LatestOf(IReadOnlyList<EventBatch> transaction)
    {
        long latest = 0;
        foreach (var batch in transaction)
        {
            foreach (var change in batch.Events)
                latest = Math.Max(latest, change.Ticks);
        }
        return latest;
    }
}
