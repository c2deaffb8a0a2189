using System.Buffers;

namespace Steffi.Gremlin;

/// <summary>A growing array from the pool. Hot: steps fill and read it, nothing is boxed.</summary>
internal sealed class ElementBuffer<T>(Budget budget) : IDisposable
{
    private T[] _items = [];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    public Span<T> Writable => _items.AsSpan(0, Count);

    public void Add(in T item)
    {
        if (Count == _items.Length) Grow(Count + 1);
        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (Count + items.Length > _items.Length) Grow(Count + items.Length);
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <summary>Keeps [from, to) only.</summary>
    public void Slice(RowRange range)
    {
        var from = (int)Math.Min(range.From, Count);
        var to = (int)Math.Min(range.To, Count);
        if (from > 0 && to > from) _items.AsSpan(from, to - from).CopyTo(_items);
        Count = Math.Max(0, to - from);
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        if (_items.Length > 0) ArrayPool<T>.Shared.Return(_items, clearArray: true);
        _items = [];
        Count = 0;
    }

    private void Grow(int needed)
    {
        budget.CheckElements(needed);
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, Math.Max(16, _items.Length * 2)));
        Span.CopyTo(larger);
        if (_items.Length > 0) ArrayPool<T>.Shared.Return(_items, clearArray: true);
        _items = larger;
    }
}
