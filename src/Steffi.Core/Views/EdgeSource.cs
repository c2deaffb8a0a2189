using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>All edges of a table up to a number, or those at one side of a node.</summary>
internal struct EdgeSource : IElementSource<EdgeEntry>
{
    private readonly EdgeTable? _table;
    private readonly int _count;          // of all; -1 where the edges are those of a node
    private Adjacency.Enumerator _side;   // of a node
    private EdgeBlock? _block;            // that the walk is in
    private int _next;
    private int _batch;                   // in the block

    public EdgeSource(EdgeTable all, int count) => (_table, _count) = (all, count);

    public EdgeSource(EdgeTable table, in Adjacency.Enumerator side) => (_table, _count, _side) = (table, -1, side);

    public readonly bool HasBatches => _count > 0;

    public static Revision? Find(GraphView view, EdgeEntry entry) => view.Find(entry);

    public static Element ElementOf(EdgeEntry entry) => entry;

    public readonly EdgeEntry InBatch(int index) => new(_block!, _batch + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext(GraphView view, out EdgeEntry entry)
    {
        if (_count >= 0)
            return MoveNextOfAll(view, out entry);
        bool moved = _side.MoveNext(_table!);
        entry = moved ? _table![_side.Current] : default;
        return moved;
    }

    private bool MoveNextOfAll(GraphView view, out EdgeEntry entry)
    {
        bool moved = TryEnter(view);
        entry = moved ? new EdgeEntry(_block!, _next++ & (EdgeBlock.Size - 1)) : default;
        return moved;
    }

    public int Fill(GraphView view, RevisionBatch batch)
    {
        if (!TryEnter(view))
            return 0;
        _batch = _next & (EdgeBlock.Size - 1);
        int size = Math.Min(RevisionBatch.Size, Math.Min(_count - _next, EdgeBlock.Size - _batch));
        batch.Find(view, _block!, _batch, size);
        _next += size;
        return size;
    }

    /// <summary>Takes up the block of the next edge, past those of which nothing stands in the view.</summary>
    /// <returns>False at the end.</returns>
    private bool TryEnter(GraphView view)
    {
        while (_next < _count)
        {
            if ((_next & (EdgeBlock.Size - 1)) > 0)
                return true;
            _block = _table!.Blocks[_next >> EdgeBlock.Bits]!;
            if (!view.Misses(_block.Life))
                return true;
            _next += EdgeBlock.Size;
        }
        return false;
    }
}
