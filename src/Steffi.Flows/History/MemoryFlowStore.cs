namespace Steffi.Flows;

/// <summary>Keeps the bytes in memory: for tests, and for hosts that are to leave nothing behind. Thread-safe.</summary>
/// <remarks>Disposing it keeps what it holds, so that another history can be made of it.</remarks>
public sealed class MemoryFlowStore : IFlowStore
{
    private readonly Lock _gate = new();
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key)));
    private long _bytes;

    /// <inheritdoc/>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        lock (_gate) return _entries.TryGetValue(new Entry(key.ToArray()), out var entry) ? entry.Value : null;
    }

    /// <inheritdoc/>
    public void Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, FlowStoreVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        foreach (var entry in Within(from, to))
        {
            if (!visit(entry.Key, entry.Value)) return;
        }
    }

    /// <inheritdoc/>
    public void Write(FlowStoreBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_gate)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                var entry = new Entry(batch.KeyOf(i).ToArray(), batch.ValueOf(i).ToArray());
                Take(entry);
                _entries.Add(entry);
                _bytes += entry.Length;
            }
        }
    }

    /// <inheritdoc/>
    public void Drop(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        lock (_gate)
        {
            foreach (var entry in Within(from, to)) Take(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Entry[] Within(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (from.SequenceCompareTo(to) >= 0) return [];
        var last = new Entry(to.ToArray());
        lock (_gate)
        {
            var entries = _entries.GetViewBetween(new Entry(from.ToArray()), last).ToArray();
            return entries is [.., var end] && end.Key.AsSpan().SequenceEqual(to) ? entries[..^1] : entries;
        }
    }

    private void Take(Entry entry)
    {
        if (!_entries.TryGetValue(entry, out var held)) return;
        _entries.Remove(held);
        _bytes -= held.Length;
    }

    private sealed record Entry(byte[] Key, byte[] Value)
    {
        public Entry(byte[] key) : this(key, [])
        {
        }

        public int Length => Key.Length + Value.Length;
    }
}
