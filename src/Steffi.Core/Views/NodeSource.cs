using System.Diagnostics.CodeAnalysis;

namespace Steffi;

/// <summary>All nodes of a table up to a number, or some that were found.</summary>
internal struct NodeSource : IElementSource<NodeEntry>
{
    // So many at once are found faster than one after another.
    private const int WorthBatch = 16;

    private readonly NodeEntry?[]?[]? _blocks;   // of the table
    private readonly BlockLife?[]? _lives;
    private readonly int _count;
    private NodeEntry?[]? _items;   // those found, or the block that the walk is in
    private int _next;
    private int _batch;             // in the items

    public NodeSource(NodeTable all, int count) => (_blocks, _lives, _count) = (all.Blocks, all.Lives, count);

    public NodeSource(NodeEntry?[] found, int count) => (_items, _count) = (found, count);

    public readonly bool HasBatches => _blocks is not null || _count >= WorthBatch;

    public static Revision? Find(GraphView view, NodeEntry entry) => view.Find(entry);

    public static Element ElementOf(NodeEntry entry) => entry;

    public readonly NodeEntry InBatch(int index) => _items![_batch + index]!;

    public bool MoveNext(GraphView view, [MaybeNullWhen(false)] out NodeEntry entry)
    {
        while (TryEnter(view, out int at))
        {
            _next++;
            entry = _items![at];
            if (entry is not null)
                return true;
        }
        entry = null;
        return false;
    }

    public int Fill(GraphView view, RevisionBatch batch)
    {
        if (!TryEnter(view, out _batch))
            return 0;
        int end = _blocks is null ? _count : Math.Min(_count, (_next | (NodeTable.BlockSize - 1)) + 1);
        int size = Math.Min(RevisionBatch.Size, end - _next);
        batch.Find(view, _items.AsSpan(_batch, size));
        _next += size;
        return size;
    }

    /// <summary>Takes up the block of the next node, past those of which nothing stands in the view.</summary>
    /// <returns>False at the end.</returns>
    private bool TryEnter(GraphView view, out int at)
    {
        at = _next;
        if (_blocks is null)
            return _next < _count;
        while (_next < _count)
        {
            at = _next & (NodeTable.BlockSize - 1);
            if (at > 0)
                return true;
            int block = _next >> NodeTable.BlockBits;
            _items = _blocks[block];
            if (!view.Misses(_lives![block]!))
                return true;
            _next += NodeTable.BlockSize;
        }
        return false;
    }
}
