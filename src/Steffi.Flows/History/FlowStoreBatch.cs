namespace Steffi.Flows;

/// <summary>Entries to be written together, in one buffer that is used again. Not thread-safe.</summary>
public sealed class FlowStoreBatch
{
    private readonly List<(int Key, int Value, int End)> _entries = [];
    private byte[] _bytes = new byte[64 << 10];
    private int _length;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The length of all keys and values.</summary>
    public int Length => _length;

    /// <summary>Adds an entry; of a key that comes twice the last value stays.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int start = _length;
        Append(key);
        Append(value);
        _entries.Add((start, start + key.Length, _length));
    }

    /// <summary>An entry's key.</summary>
    /// <param name="entry">From 0, in the order in which they were put.</param>
    public ReadOnlySpan<byte> KeyOf(int entry) => _bytes.AsSpan(_entries[entry].Key.._entries[entry].Value);

    /// <summary>An entry's value.</summary>
    /// <param name="entry">From 0, in the order in which they were put.</param>
    public ReadOnlySpan<byte> ValueOf(int entry) => _bytes.AsSpan(_entries[entry].Value.._entries[entry].End);

    /// <summary>Takes all entries out.</summary>
    public void Clear()
    {
        _entries.Clear();
        _length = 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
