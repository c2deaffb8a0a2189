namespace Steffi;

/// <summary>All nodes or all edges by their dense number, in blocks that never move.</summary>
/// <remarks>Hot. One writer; readers see every entry below the count that the published state names.</remarks>
internal sealed class EntryTable<T> where T : Entry
{
    public const int BlockBits = 10, BlockSize = 1 << BlockBits;

    private T?[][] _blocks = new T?[16][];

    public int Count { get; private set; }

    public T?[][] Blocks => Volatile.Read(ref _blocks);

    public T? this[int index] => Blocks[index >> BlockBits][index & (BlockSize - 1)];

    public void Add(T entry)
    {
        int block = Count >> BlockBits;
        if (block == _blocks.Length)
        {
            var larger = new T?[block * 2][];
            _blocks.CopyTo(larger, 0);
            Volatile.Write(ref _blocks, larger);
        }
        (_blocks[block] ??= new T?[BlockSize])[Count & (BlockSize - 1)] = entry;
        Count++;
    }

    /// <summary>Takes an entry out for good; its number is not given again.</summary>
    public void Remove(int index) => _blocks[index >> BlockBits][index & (BlockSize - 1)] = null;
}
