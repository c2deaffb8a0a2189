using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>An edge in all its revisions: its place in the table. Its id may be known before it is made, or after it lived.</summary>
internal readonly record struct EdgeEntry(EdgeBlock Block, int Place)
{
    private ref EdgeRecord Record
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Block.Records[Place];
    }

    /// <summary>Dense number among the edges.</summary>
    public int Index => Block.First + Place;

    public ElementId Id => Block.Table.IdOf(Record);

    public int ParentIndex => Record.Parent;

    public int ChildIndex => Record.Child;

    public NodeEntry Parent => Block.Table.NodeOf(Record.Parent);

    public NodeEntry Child => Block.Table.NodeOf(Record.Child);

    /// <summary>Whether the edge has no revision but the one that its record holds, if that.</summary>
    public bool IsPlain => Block.HeadOf(Place) is null;

    /// <summary>The number of the record's revision; 0 for none.</summary>
    public long FirstNumber => Volatile.Read(ref Record.NumberAndState) >> (int)EdgeRecord.StateBits;

    public long FirstTime => Record.Time;

    public Metadata FirstMetadata => Block.MetadataOf(Place);

    public Provenance FirstProvenance => Block.ProvenanceOf(Place);

    /// <summary>Newest revision, perhaps of a transaction not published yet; of a plain edge an object made for the asker.</summary>
    public Revision? Head => Block.HeadOf(Place) ?? First;

    public Revision? HeadAt(long version) => Revision.Published(Head, version);

    private ChainedRevision? First
    {
        get
        {
            long number = FirstNumber;
            if (number == 0)
                return null;
            bool alive = (Record.NumberAndState & EdgeRecord.Alive) != 0;
            var change = new RevisionEvent(RevisionKind.Added, FirstTime, number, FirstMetadata, null, FirstProvenance);
            return new ChainedRevision(null, change, alive, alive ? FirstTime : 0, alive ? 1 : 0, FirstMetadata, FirstProvenance);
        }
    }

    /// <summary>The same id between other nodes, at other times.</summary>
    public EdgeEntry? SameId => Block.Table.SameIdAs(Index);

    /// <inheritdoc cref="Steffi.Prefetch"/>
    public void Prefetch() => Steffi.Prefetch.Of(ref Record);

    /// <summary>Whether the record's revision is published and stands at an instant; of a plain edge that is all there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAsFirst(long version, long time)
    {
        ref var record = ref Record;
        long state = Volatile.Read(ref record.NumberAndState), number = state >> (int)EdgeRecord.StateBits;
        return number != 0 && number <= version && (state & EdgeRecord.Alive) != 0 && record.Time <= time;
    }

    /// <summary>Makes the record the revision of the edge's first event.</summary>
    /// <returns>False when it is one already, or when the event is no addition.</returns>
    public bool TryBegin(in RevisionEvent change, bool alive)
    {
        if (FirstNumber != 0 || !IsPlain || change.Kind != RevisionKind.Added)
            return false;
        Block.Begin(Place, change, alive);
        return true;
    }

    /// <param name="head">Null for none at all.</param>
    public void SetHead(Revision? head)
    {
        if (head is null)
            Block.Unbegin(Place);
        else
            Block.SetHead(Place, head);
    }
}
