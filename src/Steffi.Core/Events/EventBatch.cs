namespace Steffi;

/// <summary>Events of one origin, to be applied all or none. The first has number <paramref name="Sequence"/>, the next one more.</summary>
/// <param name="Host">The host that the elements are on.</param>
/// <param name="Origin">Who writes; stands on the elements as their origin.</param>
/// <param name="Epoch">Grows whenever the origin starts numbering anew; a batch of an epoch before the last known is ignored.</param>
/// <param name="Sequence">Number of the first event in the epoch, from 1 without gaps.</param>
/// <param name="Events">In the order of their making.</param>
public sealed record EventBatch(string Host, string Origin, long Epoch, long Sequence, IReadOnlyList<GraphEvent> Events);

/// <summary>How far a batch came.</summary>
public enum ApplyStatus
{
    /// <summary>What was new in it is in the graph now.</summary>
    Applied,
    /// <summary>All of it was known, or its epoch is past; nothing changed.</summary>
    AlreadyApplied,
    /// <summary>Events before it are missing: nothing changed; send again from <see cref="ApplyResult.NextSequence"/> on.</summary>
    Gap,
}

/// <summary>What became of a batch.</summary>
/// <param name="Status">How far it came.</param>
/// <param name="NextSequence">The number that the origin's next event must have.</param>
/// <param name="Expired">How many of its events were before <see cref="Graph.OldestInstant"/> and left out.</param>
public readonly record struct ApplyResult(ApplyStatus Status, long NextSequence, int Expired = 0);
