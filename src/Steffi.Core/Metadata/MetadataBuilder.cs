using System.Collections;

namespace Steffi;

/// <summary>Makes metadata: <c>new MetadataBuilder { ["Name"] = "eth0", ["MTU"] = 1500 }</c> converts to <see cref="Metadata"/>.</summary>
/// <remarks>Keys are top-level and taken literally: a dot in one is no path. Not thread-safe; may be built more than once.</remarks>
public sealed class MetadataBuilder : IEnumerable
{
    private (int Key, MetadataValue Value)[] _pairs;
    private int _count;

    /// <summary>An empty builder.</summary>
    public MetadataBuilder() : this(16) { }

    internal MetadataBuilder(int capacity) => _pairs = new (int, MetadataValue)[Math.Max(capacity, 4)];

    /// <summary>Starts from what <paramref name="start"/> holds.</summary>
    public MetadataBuilder(Metadata start) : this(start.Count + 4)
    {
        foreach (var (key, value) in start)
            this[key] = value;
    }

    /// <summary>Sets a key, or reads what was set; null when it was not.</summary>
    public MetadataValue this[string key]
    {
        get => Find(KeyTable.IdOf(key), out int at) ? _pairs[at].Value : default;
        set
        {
            int id = KeyTable.IdOf(key);
            if (Find(id, out int at))
            {
                _pairs[at].Value = value;
                return;
            }
            if (_count == _pairs.Length)
                Array.Resize(ref _pairs, _count * 2);
            Array.Copy(_pairs, at, _pairs, at + 1, _count++ - at);
            _pairs[at] = (id, value);
        }
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(string key)
    {
        if (!Find(KeyTable.IdOf(key), out int at))
            return false;
        Array.Copy(_pairs, at + 1, _pairs, at, --_count - at);
        return true;
    }

    /// <summary>The map so far.</summary>
    public Metadata Build()
    {
        if (_count == 0)
            return default;
        var writer = PackedWriter.Rent();
        writer.VarInt((ulong)_count);
        for (int i = 0; i < _count; i++)
        {
            writer.VarInt((ulong)_pairs[i].Key);
            writer.Value(in _pairs[i].Value, 1);
        }
        var bytes = writer.Written.ToArray();
        writer.Return();
        return new Metadata(bytes);
    }

    /// <summary>The map so far.</summary>
    public static implicit operator Metadata(MetadataBuilder builder) => builder.Build();

    IEnumerator IEnumerable.GetEnumerator() => Build().GetEnumerator();

    // From the end: keys mostly come in the order in which they were first seen.
    private bool Find(int key, out int at)
    {
        for (at = _count; at > 0; at--)
        {
            int other = _pairs[at - 1].Key;
            if (other > key)
                continue;
            if (other < key)
                return false;
            at--;
            return true;
        }
        return false;
    }
}
