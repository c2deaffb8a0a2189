namespace Steffi;

/// <summary>All nodes by their dense number, in blocks that never move, and by id.</summary>
/// <remarks>Hot. One writer; readers take no lock and see every entry below the count that the published state names. One found by id
/// may be of a transaction that is not published: its revisions tell.</remarks>
internal sealed class NodeTable
{
    public const int BlockBits = 10, BlockSize = 1 << BlockBits;

    private readonly NumberTable _ids = new();
    private NodeEntry?[][] _blocks = new NodeEntry?[16][];
    private BlockLife?[] _lives = new BlockLife?[16];

    public int Count { get; private set; }

    public NodeEntry?[][] Blocks => Volatile.Read(ref _blocks);

    /// <summary>At least as long as the blocks that were read before it.</summary>
    public BlockLife?[] Lives => Volatile.Read(ref _lives);

    public BlockLife LifeOf(NodeEntry entry) => _lives[entry.Index >> BlockBits]!;

    public NodeEntry? this[int index] => Blocks[index >> BlockBits][index & (BlockSize - 1)];

    public NodeEntry? Find(in ElementId id)
    {
        foreach (int number in _ids.Find(HashOf(id)))
        {
            if (this[number] is { } entry && entry.Id.Equals(id))
                return entry;
        }
        return null;
    }

    public NodeEntry Add(in ElementId id)
    {
        int block = Count >> BlockBits;
        if (block == _blocks.Length)
        {
            var lives = new BlockLife?[block * 2];
            _lives.CopyTo(lives, 0);
            Volatile.Write(ref _lives, lives);
            var larger = new NodeEntry?[block * 2][];
            _blocks.CopyTo(larger, 0);
            Volatile.Write(ref _blocks, larger);
        }
        var entry = new NodeEntry(id, Count);
        _lives[block] ??= new BlockLife();
        (_blocks[block] ??= new NodeEntry?[BlockSize])[Count & (BlockSize - 1)] = entry;
        Count++;
        _ids.Add(HashOf(id), entry.Index);
        return entry;
    }

    /// <summary>Takes an entry out for good; its number is not given again.</summary>
    public void Remove(int index) => _blocks[index >> BlockBits][index & (BlockSize - 1)] = null;

    /// <summary>After removals: leaves their ids no more slots.</summary>
    public void ResetIds() => _ids.Reset([.. Enumerable.Range(0, Count).Where(i => this[i] is not null).Select(i => (HashOf(this[i]!.Id), i))]);

    private static uint HashOf(in ElementId id) => (uint)id.GetHashCode();
}
