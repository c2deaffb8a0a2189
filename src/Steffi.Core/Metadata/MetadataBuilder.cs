using System.Collections;

namespace Steffi;

/// <summary>Makes metadata: <c>new MetadataBuilder { ["Name"] = "eth0", ["MTU"] = 1500 }</c> converts to <see cref="Metadata"/>.</summary>
/// <remarks>Keys are top-level and taken literally: a dot in one is no path. Not thread-safe; may be built more than once.</remarks>
public sealed class MetadataBuilder : IEnumerable
{
    private Metadata _built;         // what was built last, while there is no writer
    private PackedWriter? _writer;   // the entries in the order of their keys, in the end's own form
    private int _end;                // of the entries that count: a value that could not be written leaves a tail
    private int _count;
    private int _lastKey = -1;       // no key is greater

    // Most maps are a few keys of Metadata.Of, which needs a builder for the moment only.
    [ThreadStatic]
    private static MetadataBuilder? _spare;

    /// <summary>An empty builder.</summary>
    public MetadataBuilder() { }

    /// <summary>Starts from what <paramref name="start"/> holds.</summary>
    public MetadataBuilder(Metadata start)
    {
        _built = start;
        _count = start.Count;
        _lastKey = int.MaxValue;
    }

    /// <summary>An empty builder that its thread keeps for the next time.</summary>
    internal static MetadataBuilder Rent()
    {
        var builder = _spare ?? new();
        _spare = null;
        return builder;
    }

    /// <summary>The map, and the builder back to its thread.</summary>
    internal Metadata Return()
    {
        var built = Build();
        (_built, _end, _count, _lastKey) = (default, 0, 0, -1);
        _spare = this;
        return built;
    }

    /// <summary>Sets a key, or reads what was set; null when it was not.</summary>
    /// <exception cref="ArgumentException">The value is nested so deep that the map would be deeper than 64 levels.</exception>
    public MetadataValue this[string key]
    {
        get
        {
            var map = Build().Packed;
            int at = Packed.Find(map, KeyTable.IdOf(key));
            return at < 0 ? default : Packed.Read(map, ref at);
        }
        set
        {
            Set(KeyTable.IdOf(key), value);
        }
    }

    internal void Set(int key, in MetadataValue value)
    {
        var writer = Open();
        writer.VarInt((ulong)key);
        writer.Value(value, 1);
        Place(key, writer);
    }

    /// <summary>Sets a key to a value that is packed already.</summary>
    internal void Set(int key, ReadOnlySpan<byte> packed)
    {
        var writer = Open();
        writer.VarInt((ulong)key);
        writer.Bytes(packed);
        Place(key, writer);
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(string key)
    {
        var writer = Open();
        if (!Find(KeyTable.IdOf(key), writer, out int start, out int end))
            return false;
        writer.MoveTail(end, start, end);
        _end = writer.Length;
        _count--;
        return true;
    }

    /// <summary>The map so far.</summary>
    public Metadata Build()
    {
        if (_writer is { } writer)
        {
            writer.Truncate(_end);
            _built = _count == 0 ? default : new Metadata(writer.WithCount(_count));
            writer.Return();
            _writer = null;
        }
        return _built;
    }

    /// <summary>The map so far.</summary>
    public static implicit operator Metadata(MetadataBuilder builder) => builder.Build();

    IEnumerator IEnumerable.GetEnumerator() => Build().GetEnumerator();

    private PackedWriter Open()
    {
        if (_writer is { } open)
        {
            open.Truncate(_end);
            return open;
        }
        var writer = _writer = PackedWriter.Rent();
        var map = _built.Packed;
        int entries = 0;
        if (!map.IsEmpty)
            Packed.VarInt(map, ref entries);
        writer.Bytes(map[entries..]);
        _end = writer.Length;
        return writer;
    }

    /// <summary>Counts the entry that was just written, and moves it to where its key belongs.</summary>
    private void Place(int key, PackedWriter writer)
    {
        // Keys mostly come in the order in which they were first seen.
        if (key > _lastKey)
        {
            _lastKey = key;
            _count++;
        }
        else
        {
            if (!Find(key, writer, out int start, out int end))
                _count++;
            writer.MoveTail(_end, start, end);
        }
        _end = writer.Length;
    }

    /// <summary>Where a key's entry stands, or would.</summary>
    private bool Find(int key, PackedWriter writer, out int start, out int end)
    {
        var entries = writer.Written[.._end];
        for (start = end = 0; start < entries.Length; start = end)
        {
            int other = (int)Packed.VarInt(entries, ref end);
            if (other > key)
                break;
            Packed.Skip(entries, ref end);
            if (other == key)
                return true;
        }
        end = start;
        return false;
    }
}
