namespace Steffi;

/// <summary>A node in all its revisions. Its id may be known before (an edge came first) or after it lived.</summary>
/// <remarks>It is its own first revision as well, one object instead of two: what it inherits means that revision alone, and only
/// where the chain from <see cref="Head"/> leads to it. What the node is now, its head says.</remarks>
internal sealed class NodeEntry(ElementId id, int index) : Revision
{
    private Adjacency _out, _in;

    public readonly ElementId Id = id;

    /// <summary>Dense number among the nodes.</summary>
    public readonly int Index = index;

    /// <summary>Newest revision, perhaps of a transaction not published yet. Written by the one writer alone.</summary>
    public Revision? Head;

    public ref Adjacency Out => ref _out;

    public ref Adjacency In => ref _in;

    /// <summary>Counters that are kept apart from the revisions; null for none.</summary>
    public NodeSeries? Series;

    public Revision? HeadAt(long version) => Published(Volatile.Read(ref Head), version);

    /// <summary>Makes the entry itself the revision of the node's first event.</summary>
    /// <returns>False when it was one already, if only of a transaction that was undone (a reader may look at it still), or when the
    /// event is no addition.</returns>
    public bool TryBegin(in RevisionEvent change)
    {
        if (Number != 0 || change.Kind != RevisionKind.Added)
            return false;
        Set(change, alive: true, change.Metadata, change.Provenance);
        return true;
    }

    /// <summary>Lets go what the first revision held, once it is part of no chain.</summary>
    public void ForgetFirst() => Metadata = default;
}
