using System.Buffers;
using System.Numerics;

namespace Steffi;

/// <summary>A set of element indexes as a bitmap from the pool. An index is the same for all revisions of an element.</summary>
internal sealed class IndexSet : IDisposable
{
    private ulong[] _words;

    /// <param name="limit">An upper bound of the indexes, as the view knows it; larger ones make the set grow.</param>
    public IndexSet(int limit)
    {
        _words = ArrayPool<ulong>.Shared.Rent(limit / 64 + 1);
        Array.Clear(_words);
    }

    /// <summary>True when it was not in the set yet.</summary>
    public bool Add(int index)
    {
        int word = index >> 6;
        if (word >= _words.Length)
            Grow(word + 1);
        ulong bit = 1UL << index;
        if ((_words[word] & bit) != 0)
            return false;
        _words[word] |= bit;
        return true;
    }

    public bool Contains(int index)
    {
        int word = index >> 6;
        return word < _words.Length && (_words[word] & 1UL << index) != 0;
    }

    /// <summary>Ascending.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int word = 0; word < _words.Length; word++)
        {
            for (ulong left = _words[word]; left != 0; left &= left - 1)
                yield return (word << 6) + BitOperations.TrailingZeroCount(left);
        }
    }

    public void Dispose()
    {
        if (_words.Length > 0)
            ArrayPool<ulong>.Shared.Return(_words);
        _words = [];
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<ulong>.Shared.Rent(Math.Max(needed, _words.Length * 2));
        Array.Clear(larger);
        _words.CopyTo(larger, 0);
        ArrayPool<ulong>.Shared.Return(_words);
        _words = larger;
    }
}
