namespace Steffi;

/// <summary>What one event did to an element: the element's state from its time on, and the way to the states before.</summary>
/// <remarks>Immutable once its transaction is published. The chain runs from the newest to the oldest, with a second link that
/// jumps far back (Myers, "An applicative random-access stack", 1983), so that any instant is found in O(log n) steps. An event
/// without effect (a change of what is not alive) stays in the chain: an earlier event that comes late can give it one.</remarks>
internal class Revision
{
    public readonly Revision? Previous;
    private readonly Revision? _jump;
    private readonly int _depth;
    public readonly RevisionKind Kind;
    public readonly bool Alive;

    /// <summary>UTC ticks of 100 ns.</summary>
    public readonly long Time;

    /// <summary>The event's number in this graph: orders events of one instant, and tells readers what is newer than their view.</summary>
    public readonly long Number;

    /// <summary>UTC ticks of the creation that this life began with; kept by the revision that ends it.</summary>
    public readonly long CreatedAt;

    /// <summary>1 at the creation, one more a change.</summary>
    public readonly int Ordinal;

    public readonly Metadata Metadata;
    public readonly Provenance Provenance;

    /// <summary>What the event itself said: an updating event's patch, null for other kinds.</summary>
    public readonly MetadataPatch? Patch;

    public Revision(Revision? previous, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance)
    {
        Previous = previous;
        if (previous is not null)
        {
            _depth = previous._depth + 1;
            var jump = previous._jump;
            _jump = jump is not null && previous._depth - jump._depth == jump._depth - (jump._jump?._depth ?? 0) && jump._jump is not null
                ? jump._jump
                : previous;
        }
        Kind = change.Kind;
        Time = change.Time;
        Number = change.Number;
        Patch = change.Patch;
        Alive = alive;
        CreatedAt = createdAt;
        Ordinal = ordinal;
        Metadata = metadata;
        Provenance = provenance;
    }

    /// <summary>The newest revision of the chain at or before the instant.</summary>
    public static Revision? At(Revision? head, long time)
    {
        while (head is not null && head.Time > time)
            head = head._jump is { } jump && jump.Time > time ? jump : head.Previous;
        return head;
    }

    /// <summary>The newest revision of the chain that comes before (time, number).</summary>
    public static Revision? Before(Revision? head, long time, long number)
    {
        while (head is not null && !head.IsBefore(time, number))
            head = head._jump is { } jump && !jump.IsBefore(time, number) ? jump : head.Previous;
        return head;
    }

    public bool IsBefore(long time, long number) => Time < time || (Time == time && Number < number);

    /// <summary>The chain as it stood when the graph had published <paramref name="version"/>.</summary>
    public static Revision? Published(Revision? head, long version)
    {
        while (head is not null)
        {
            if (head is RewrittenRevision rewritten)
            {
                if (rewritten.Version <= version)
                    return head;
                head = rewritten.Older;
            }
            else if (head.Number <= version)
            {
                return head;
            }
            else
            {
                head = head.Previous;
            }
        }
        return null;
    }
}

/// <summary>The head of a chain that a late event or the forgetting of old history made anew.</summary>
internal sealed class RewrittenRevision(
    Revision? previous, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance,
    long version, Revision? older)
    : Revision(previous, change, alive, createdAt, ordinal, metadata, provenance)
{
    /// <summary>The event number at which the new chain took the old one's place.</summary>
    public readonly long Version = version;

    /// <summary>The old chain, for views made before; dropped when old history is forgotten.</summary>
    public Revision? Older = older;
}

/// <summary>The part of a revision that its event says.</summary>
internal readonly record struct RevisionEvent(RevisionKind Kind, long Time, long Number, Metadata Metadata, MetadataPatch? Patch, Provenance Provenance)
{
    /// <summary>Only for a snapshot: the creation and the ordinal that it stands for.</summary>
    public long CreatedAt { get; init; }

    public int Ordinal { get; init; }
}

internal enum RevisionKind : byte
{
    Added,
    Updated,
    Deleted,

    /// <summary>An edge's end by the end of one of its nodes: derived, made anew whenever a node's life changes.</summary>
    EndedByNode,

    /// <summary>The state at an instant before which history was forgotten or never known.</summary>
    Snapshot,
}
