namespace Steffi;

/// <summary>An element of the graph in all its revisions. Its id may be known before (an edge came first) or after it lived.</summary>
/// <remarks>It is its own first revision as well, one object instead of two: what it inherits means that revision alone, and only
/// where the chain from <see cref="Head"/> leads to it. What the element is now, its head says.</remarks>
internal abstract class Entry(ElementId id, int index) : Revision
{
    public readonly ElementId Id = id;

    /// <summary>Dense number among nodes or edges.</summary>
    public readonly int Index = index;

    /// <summary>Newest revision, perhaps of a transaction not published yet. Written by the one writer alone.</summary>
    public Revision? Head;

    public Revision? HeadAt(long version) => Published(Volatile.Read(ref Head), version);

    /// <summary>Makes the entry itself the revision of the element's first event.</summary>
    /// <returns>False when it was one already, if only of a transaction that was undone (a reader may look at it still), or when the
    /// event is no addition.</returns>
    public bool TryBegin(in RevisionEvent change, bool effective)
    {
        if (Number != 0 || change.Kind != RevisionKind.Added)
            return false;
        Set(change, effective, change.Metadata, change.Provenance);
        return true;
    }

    /// <summary>Lets go what the first revision held, once it is part of no chain.</summary>
    public void ForgetFirst() => Metadata = default;
}

internal sealed class NodeEntry(ElementId id, int index) : Entry(id, index)
{
    private object? _out, _in;
    private int _outCount, _inCount;

    public Adjacency Out => new(ref _out, ref _outCount);

    public Adjacency In => new(ref _in, ref _inCount);

    /// <summary>Counters that are kept apart from the revisions; null for none.</summary>
    public NodeSeries? Series;

    /// <summary>Those out of it, then those into it; an edge to itself comes twice.</summary>
    public IncidentEdges Edges => new(this);
}

internal class EdgeEntry(ElementId id, int index, NodeEntry parent, NodeEntry child) : Entry(id, index)
{
    public readonly NodeEntry Parent = parent;
    public readonly NodeEntry Child = child;

    /// <summary>The same id between other nodes, at other times.</summary>
    public virtual EdgeEntry? SameId => null;
}

/// <summary>An edge whose id was known between other nodes before: rare, so that only these have room for it.</summary>
internal sealed class MovedEdgeEntry(ElementId id, int index, NodeEntry parent, NodeEntry child, EdgeEntry? before) : EdgeEntry(id, index, parent, child)
{
    private EdgeEntry? _before = before;

    public override EdgeEntry? SameId => Volatile.Read(ref _before);

    /// <summary>Some of the others were dropped.</summary>
    public void Follows(EdgeEntry? before) => Volatile.Write(ref _before, before);
}
