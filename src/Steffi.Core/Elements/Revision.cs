using System.Numerics;

namespace Steffi;

/// <summary>What one event did to an element: the element's state from its time on, and the way to the states before.</summary>
/// <remarks>Immutable once its transaction is published. An event without effect (a change of what is not alive) stays in the
/// chain: an earlier event that comes late can give it one. This base holds what a node's first addition needs; the
/// <see cref="NodeEntry"/> itself is that revision, for most never get another.</remarks>
internal abstract class Revision
{
    /// <summary>Stands for the first revision of an edge, which the edge's own record holds: it says nothing itself.</summary>
    public static readonly Revision OfRecord = new ChainedRevision(null, default, alive: true, 0, 0, default, null!);

    // In one field: an element's size is what a large graph's size comes from.
    private long _numberAndState;

    public Metadata Metadata { get; private protected set; }

    public Provenance Provenance { get; private set; } = null!;

    /// <summary>UTC ticks of 100 ns.</summary>
    public long Time { get; private set; }

    /// <summary>The event's number in this graph: orders events of one instant, and tells readers what is newer than their view.</summary>
    public long Number => _numberAndState >> 8;

    public RevisionKind Kind => (RevisionKind)((byte)_numberAndState >> 1);

    public bool Alive => (_numberAndState & 1) != 0;

    /// <summary>UTC ticks of the creation that this life began with; kept by the revision that ends it.</summary>
    public virtual long CreatedAt => Alive ? Time : 0;

    /// <summary>1 at the creation, one more a change.</summary>
    public virtual int Ordinal => Alive ? 1 : 0;

    /// <summary>What the event itself said: an updating event's patch, null for other kinds.</summary>
    public virtual MetadataPatch? Patch => null;

    public virtual Revision? Previous => null;

    /// <summary>The next on the way to the newest at or before an instant, from one that is after it.</summary>
    public virtual Revision? Towards(long time) => null;

    private protected void Set(in RevisionEvent change, bool alive, Metadata metadata, Provenance provenance)
    {
        Time = change.Time;
        _numberAndState = change.Number << 8 | (long)change.Kind << 1 | (alive ? 1L : 0);
        Metadata = metadata;
        Provenance = provenance;
    }

    /// <summary>The newest revision of the chain at or before the instant.</summary>
    public static Revision? At(Revision? head, long time)
    {
        while (head is not null && head.Time > time)
            head = head.Towards(time);
        return head;
    }

    /// <summary>The newest revision of the chain that comes before (time, number).</summary>
    public static Revision? Before(Revision? head, long time, long number)
    {
        while (head is not null && !head.IsBefore(time, number))
            head = head.Towards(time);
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

/// <summary>A revision with others before it, or one that says more than a first addition.</summary>
/// <remarks>The chain runs from the newest to the oldest, with a second link that jumps far back (Myers, "An applicative
/// random-access stack", 1983), so that any instant is found in O(log n) steps. His jumps of one are made four long, which takes a
/// third of the steps off a chain of ten; and the time that a jump leads to is held here: one not taken costs no wait for memory.</remarks>
internal class ChainedRevision : Revision
{
    private readonly Revision? _jump;
    private readonly long _jumpTime;
    private readonly int _depth;
    private protected object? _change;   // the patch; of one that sets a path alone that path

    public ChainedRevision(Revision? previous, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance)
    {
        Set(change, alive, metadata, provenance);
        Previous = previous;
        CreatedAt = createdAt;
        Ordinal = ordinal;
        _change = change.Patch;
        if (previous is null)
        {
            _jumpTime = long.MinValue;
            return;
        }
        _depth = previous is ChainedRevision { _depth: var depth } ? depth + 1 : 1;
        _jump = JumpLength(_depth) switch
        {
            1 => previous.Previous?.Previous?.Previous,
            3 => previous.Previous?.Previous,
            _ => ((ChainedRevision)((ChainedRevision)previous)._jump!)._jump,
        };
        _jumpTime = _jump?.Time ?? long.MinValue;
    }

    /// <summary>The last digit of the depth as a skew binary number: a jump over two jumps of half its length, and one step.</summary>
    private static int JumpLength(int depth)
    {
        while (true)
        {
            int largest = (int)(BitOperations.RoundUpToPowerOf2((uint)depth + 2) / 2) - 1;
            if (largest == depth)
                return largest;
            depth -= largest;
        }
    }

    public override Revision? Previous { get; }

    public override long CreatedAt { get; }

    public override int Ordinal { get; }

    public override MetadataPatch? Patch => (MetadataPatch?)_change;

    public override Revision? Towards(long time) => _jumpTime > time ? _jump : Previous;
}

/// <summary>A revision by a patch that sets one path. It holds that itself: of counters and states most are such, and history is what
/// the collector has to carry.</summary>
internal sealed class SetRevision : ChainedRevision
{
    private readonly MetadataValue _value;

    public SetRevision(
        Revision? previous, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance,
        MetadataPath path, in MetadataValue value)
        : base(previous, change, alive, createdAt, ordinal, metadata, provenance)
    {
        _change = path;
        _value = value;
    }

    public override MetadataPatch? Patch
    {
        get
        {
            var patch = new MetadataPatch();
            patch.Add((MetadataPath)_change!, _value, removes: false);
            return patch;
        }
    }
}

/// <summary>The head of a chain that a late event or the forgetting of old history made anew.</summary>
internal sealed class RewrittenRevision(
    Revision? previous, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance,
    long version, Revision? older)
    : ChainedRevision(previous, change, alive, createdAt, ordinal, metadata, provenance)
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
