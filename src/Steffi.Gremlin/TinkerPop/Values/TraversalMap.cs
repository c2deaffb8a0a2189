using System.Collections;
using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>A map in the order of insertion. Keys are any value, null included. Not to be changed once it is a result.</summary>
public sealed class TraversalMap : IEnumerable<KeyValuePair<object?, object?>>
{
    private readonly OrderedDictionary<Boxed, object?> _entries = [];

    internal TraversalMap()
    {
    }

    internal TraversalMap(IEnumerable<KeyValuePair<object?, object?>> entries)
    {
        foreach (var (key, value) in entries) this[key] = value;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys, in the order of the entries.</summary>
    public IEnumerable<object?> Keys => _entries.Keys.Select(key => key.Value);

    /// <summary>The values, in the order of the entries.</summary>
    public IEnumerable<object?> Values => _entries.Values;

    /// <summary>The value at a key; an error when there is none.</summary>
    /// <param name="key">Compared kind and all: 1 and 1L are two keys.</param>
    public object? this[object? key]
    {
        get => _entries[new Boxed(key)];
        internal set => _entries[new Boxed(key)] = value;
    }

    /// <summary>The value at a key.</summary>
    /// <param name="key">Compared kind and all: 1 and 1L are two keys.</param>
    /// <param name="value">Null when there is none.</param>
    /// <returns>False when there is none.</returns>
    public bool TryGetValue(object? key, out object? value) => _entries.TryGetValue(new Boxed(key), out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        foreach (var (key, value) in _entries) yield return new KeyValuePair<object?, object?>(key.Value, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
