using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>Some edges, side by side: a record of each, and columns for what only some of them have.</summary>
/// <remarks>Hot. One writer. A column comes with the first edge that needs it.</remarks>
internal sealed class EdgeBlock(EdgeTable table, int first)
{
    public const int Bits = 10, Size = 1 << Bits;

    public readonly EdgeRecord[] Records = new EdgeRecord[Size];
    private byte[]?[]? _metadata;       // of the first revisions
    private Provenance[]? _provenances; // of the first revisions, once they are not all the same
    private Provenance? _provenance;
    private Revision?[]? _heads;        // of those with more than their first revision
    private int _removed;

    public EdgeTable Table => table;

    /// <summary>The number of the block's first edge.</summary>
    public int First => first;

    public BlockLife Life { get; } = new();

    /// <summary>Null where the record is all there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Revision? HeadOf(int place) => Volatile.Read(ref _heads) is { } heads ? Volatile.Read(ref heads[place]) : null;

    public Metadata MetadataOf(int place) => new(Volatile.Read(ref _metadata)?[place]);

    public Provenance ProvenanceOf(int place) => Volatile.Read(ref _provenances)?[place] ?? _provenance!;

    /// <summary>Makes the record the revision of the edge's first event.</summary>
    public void Begin(int place, in RevisionEvent change, bool alive)
    {
        if (change.Metadata.Bytes is { } bytes)
            ColumnOf(ref _metadata)[place] = bytes;
        _provenance ??= change.Provenance;
        if (_provenance != change.Provenance || _provenances is not null)
            Provenances()[place] = change.Provenance;
        ref var record = ref Records[place];
        record.Time = change.Time;
        long state = record.NumberAndState & EdgeRecord.HasText | (alive ? EdgeRecord.Alive : 0);
        Volatile.Write(ref record.NumberAndState, change.Number << (int)EdgeRecord.StateBits | state);
    }

    /// <summary>Takes back what <see cref="Begin"/> did; its revision was never published, or is to be no more.</summary>
    public void Unbegin(int place)
    {
        ref var record = ref Records[place];
        Volatile.Write(ref record.NumberAndState, record.NumberAndState & EdgeRecord.HasText);
        ForgetFirst(place);
        if (_heads is not null)
            Volatile.Write(ref _heads[place], null);
    }

    public void SetHead(int place, Revision head) => Volatile.Write(ref ColumnOf(ref _heads)[place], head);

    /// <summary>Lets go what the first revision held.</summary>
    public void ForgetFirst(int place)
    {
        if (_metadata is not null)
            _metadata[place] = null;
    }

    /// <summary>Takes an edge out for good.</summary>
    /// <returns>Whether no edge is left that was ever in the block.</returns>
    public bool Remove(int place)
    {
        Unbegin(place);
        Records[place].NumberAndState = 0;
        (Records[place].IdHigh, Records[place].IdLow) = (0, 0);
        return ++_removed == Size;
    }

    private Provenance[] Provenances()
    {
        if (_provenances is null)
        {
            var all = new Provenance[Size];
            Array.Fill(all, _provenance!);
            Volatile.Write(ref _provenances, all);
        }
        return _provenances!;
    }

    private static T[] ColumnOf<T>([NotNull] ref T[]? column)
    {
        if (column is null)
            Volatile.Write(ref column, new T[Size]);
        return column!;
    }
}
