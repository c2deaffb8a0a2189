namespace Steffi;

/// <summary>All nodes or all edges by their dense number, in blocks that never move.</summary>
/// <remarks>Hot. One writer; readers see every entry below the count that the published state names.</remarks>
internal sealed class EntryTable<T> where T : Entry
{
    public const int BlockBits = 10, BlockSize = 1 << BlockBits;

    private T?[][] _blocks = new T?[16][];
    private BlockLife?[] _lives = new BlockLife?[16];

    public int Count { get; private set; }

    public T?[][] Blocks => Volatile.Read(ref _blocks);

    /// <summary>At least as long as the blocks that were read before it.</summary>
    public BlockLife?[] Lives => Volatile.Read(ref _lives);

    public BlockLife LifeOf(Entry entry) => _lives[entry.Index >> BlockBits]!;

    public T? this[int index] => Blocks[index >> BlockBits][index & (BlockSize - 1)];

    public void Add(T entry)
    {
        int block = Count >> BlockBits;
        if (block == _blocks.Length)
        {
            var lives = new BlockLife?[block * 2];
            _lives.CopyTo(lives, 0);
            Volatile.Write(ref _lives, lives);
            var larger = new T?[block * 2][];
            _blocks.CopyTo(larger, 0);
            Volatile.Write(ref _blocks, larger);
        }
        _lives[block] ??= new BlockLife();
        (_blocks[block] ??= new T?[BlockSize])[Count & (BlockSize - 1)] = entry;
        Count++;
    }

    /// <summary>Takes an entry out for good; its number is not given again.</summary>
    public void Remove(int index) => _blocks[index >> BlockBits][index & (BlockSize - 1)] = null;
}
