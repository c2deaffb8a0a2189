namespace Steffi;

/// <summary>What happened to an element.</summary>
public enum ChangeKind
{
    /// <summary>It stands now and did not before.</summary>
    Added,
    /// <summary>It stands now with another revision than before, or its past changed.</summary>
    Updated,
    /// <summary>It stood before and does no more.</summary>
    Deleted,
}

/// <summary>The effect of a transaction on one element: either a node or an edge.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Node">The node as it is now; a deleted one as it was last.</param>
/// <param name="Edge">The edge as it is now; a deleted one as it was last.</param>
/// <param name="IsLate">Only the element's past changed.</param>
public readonly record struct ElementChange(ChangeKind Kind, Node? Node, Edge? Edge, bool IsLate);

/// <summary>One committed transaction as a subscriber sees it.</summary>
/// <param name="Number">Grows from change to change.</param>
/// <param name="Changes">In the order of the writing, each element once.</param>
/// <param name="View">The graph right after the transaction.</param>
/// <param name="Lost">So many transactions before this one were not delivered: what the subscriber derived from them has to be read
/// from <paramref name="View"/> afresh.</param>
public sealed record GraphChange(long Number, IReadOnlyList<ElementChange> Changes, GraphView View, long Lost = 0);

/// <summary>What happens where a subscriber does not keep up.</summary>
public enum SlowSubscriberPolicy
{
    /// <summary>It misses transactions, and is told how many by a change without elements and with <see cref="GraphChange.Lost"/>.</summary>
    Resynchronize,
    /// <summary>Writers wait for it. It must not write to the graph itself then.</summary>
    Wait,
    /// <summary>Its stream ends with a <see cref="SlowSubscriberException"/>.</summary>
    Fail,
}

/// <summary>A subscription.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>How many transactions wait for the subscriber at most. Default 1,024.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>What happens beyond that.</summary>
    public SlowSubscriberPolicy WhenSlow { get; init; }

    /// <summary>Which elements to tell of; called by the writer, so it has to be quick and must not throw. Null for all.</summary>
    public Func<ElementChange, bool>? Filter { get; init; }
}

/// <summary>A subscriber with <see cref="SlowSubscriberPolicy.Fail"/> did not keep up.</summary>
public sealed class SlowSubscriberException(int capacity)
    : Exception($"The subscriber did not keep up: more than {capacity} transactions were waiting for it.");
