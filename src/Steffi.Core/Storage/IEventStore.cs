namespace Steffi;

/// <summary>Keeps the events of a graph in the order in which they were written.</summary>
/// <remarks>Called by one thread at a time. A batch is not to be held after the call that brings it: serialize it with
/// <see cref="EventCodec"/> or otherwise.</remarks>
public interface IEventStore : IDisposable
{
    /// <summary>The instant of the last <see cref="Forget"/>; the minimum where there was none.</summary>
    DateTimeOffset OldestInstant { get; }

    /// <summary>Everything that is kept: first the snapshot of the last <see cref="Forget"/>, then each transaction in its order.
    /// Transactions may hold events from before <see cref="OldestInstant"/>, which the snapshot covers.</summary>
    /// <exception cref="StoreCorruptException">Something kept cannot be read.</exception>
    IEnumerable<IReadOnlyList<EventBatch>> Read(CancellationToken cancel = default);

    /// <summary>Keeps a transaction, all of it or nothing. On return it survives the death of the process.</summary>
    void Append(IReadOnlyList<EventBatch> transaction);

    /// <summary>On return everything that was appended survives the loss of power as well.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    void Sync();

    /// <summary>Puts a snapshot in place of what happened before an instant, at once or not at all.</summary>
    /// <param name="before">Transactions all of whose events are earlier may go.</param>
    /// <param name="snapshot">The state at that instant, as snapshot events.</param>
    void Forget(DateTimeOffset before, IEnumerable<IReadOnlyList<EventBatch>> snapshot);

    /// <summary>Takes every event of some elements out of all that is kept, at once or not at all, so that no byte of it can be read
    /// afterwards. What remains of a transaction is <see cref="Erasure.Of"/>.</summary>
    /// <param name="ids">Nodes and edges; an edge at one of the nodes goes as well.</param>
    void Erase(IReadOnlySet<ElementId> ids);
}

/// <summary>What a store puts in the place of a transaction that speaks of erased elements.</summary>
public static class Erasure
{
    /// <summary>The transaction without what it says of the elements: each such event becomes one of kind <see cref="EventKind.Erased"/>,
    /// so that the numbering of its origin stays.</summary>
    /// <param name="transaction">Is not changed.</param>
    /// <param name="ids">The elements.</param>
    /// <returns>Null where it says nothing of them.</returns>
    public static IReadOnlyList<EventBatch>? Of(IReadOnlyList<EventBatch> transaction, IReadOnlySet<ElementId> ids)
    {
        if (!transaction.Any(batch => batch.Events.Any(change => change.SpeaksOf(ids))))
            return null;
        return [.. transaction.Select(batch => batch with { Events = [.. batch.Events.Select(change => change.SpeaksOf(ids) ? GraphEvent.Erased : change)] })];
    }
}

/// <summary>What was kept cannot be read.</summary>
public sealed class StoreCorruptException(string source, long offset, string reason, Exception? inner = null)
    : Exception($"{source}: {reason} at offset {offset}.", inner)
{
    /// <summary>Byte offset within the transaction that cannot be read.</summary>
    public long Offset => offset;
}
