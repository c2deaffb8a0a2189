using System.Collections;

namespace Steffi;

/// <summary>A change of metadata: dotted paths to set and to remove, as in <c>new MetadataPatch { ["MTU"] = 9000 }.Remove("Speed")</c>.</summary>
/// <remarks>Not thread-safe while it is being filled; not to be changed once it is part of an event. Setting a path makes the maps
/// on its way, in place of any value that is no map; removing a path that is not there does nothing.</remarks>
public sealed class MetadataPatch : IEnumerable
{
    // Patches stay in the history: most have one change, and no room for more.
    private (MetadataPath Path, MetadataValue Value, bool Removes)[] _operations = [];
    private int _count;

    // A transaction asks what a patch would do before it makes it an event: the answer is not made twice.
    [ThreadStatic]
    private static (MetadataPatch? Patch, int Count, byte[]? From, Metadata To) _last;

    /// <summary>Sets the value at a dotted path.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than 64 levels.</exception>
    public MetadataValue this[string path]
    {
        set => Add(MetadataPath.Of(path), value, removes: false);
    }

    /// <summary>Removes what stands at a dotted path.</summary>
    /// <returns>This patch.</returns>
    public MetadataPatch Remove(string path)
    {
        Add(MetadataPath.Of(path), default, removes: true);
        return this;
    }

    /// <summary>True while nothing is set or removed.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The changes in their order; a removal has a null value and Removes set.</summary>
    public IReadOnlyList<(MetadataPath Path, MetadataValue Value, bool Removes)> Operations => new ArraySegment<(MetadataPath, MetadataValue, bool)>(_operations, 0, _count);

    IEnumerator IEnumerable.GetEnumerator() => Operations.GetEnumerator();

    internal Metadata ApplyTo(Metadata start)
    {
        if (_last.Patch == this && _last.Count == _count && _last.From == start.Bytes)
            return _last.To;
        var result = start;
        foreach (var (path, value, removes) in _operations.AsSpan(0, _count))
            result = Apply(result, path.KeysForWriting, value, removes);
        _last = (this, _count, start.Bytes, result);
        return result;
    }

    internal static MetadataPatch Between(Metadata from, Metadata to)
    {
        var patch = new MetadataPatch();
        foreach (var (key, value) in to)
        {
            int at = Packed.Find(from.Packed, KeyTable.IdOf(key));
            if (at < 0 || Packed.Read(from.Packed, ref at) != value)
                patch.Add(MetadataPath.Literal(key), value, removes: false);
        }
        foreach (var (key, _) in from)
        {
            if (Packed.Find(to.Packed, KeyTable.IdOf(key)) < 0)
                patch.Add(MetadataPath.Literal(key), default, removes: true);
        }
        return patch;
    }

    /// <exception cref="ArgumentException">The value would be nested too deep, whatever else the metadata hold.</exception>
    internal void Add(MetadataPath path, MetadataValue value, bool removes)
    {
        Nesting.Check(value, path.Keys.Length);
        if (_count == _operations.Length)
            Array.Resize(ref _operations, Math.Max(1, _count * 2));
        _operations[_count++] = (path, value, removes);
    }

    private static Metadata Apply(Metadata start, ReadOnlySpan<int> keys, in MetadataValue value, bool removes)
    {
        var map = start.Packed;
        int at = Packed.Find(map, keys[0]);
        if (keys.Length > 1)
        {
            bool isMap = at >= 0 && map[at] == PackedTag.Map;
            if (removes && !isMap)
                return start;
            var inner = isMap ? Packed.Read(map, ref at).AsMap() : default;
            MetadataValue changed = Apply(inner, keys[1..], value, removes);
            return Replace(map, keys[0], changed, false);
        }
        return removes && at < 0 ? start : Replace(map, keys[0], value, removes);
    }

    /// <summary>Copies the packed map with one key set or left out; the other values move as bytes.</summary>
    private static Metadata Replace(ReadOnlySpan<byte> map, int key, in MetadataValue value, bool removes)
    {
        int at = 0;
        int count = map.IsEmpty ? 0 : (int)Packed.VarInt(map, ref at);
        int entries = at, before = map.Length, after = map.Length;
        bool found = false;
        for (int i = 0; i < count; i++)
        {
            int start = at;
            int other = (int)Packed.VarInt(map, ref at);
            Packed.Skip(map, ref at);
            if (other < key)
                continue;
            found = other == key;
            before = start;
            after = found ? at : start;
            break;
        }
        int newCount = count + (found ? 0 : 1) - (removes ? 1 : 0);
        if (newCount == 0)
            return default;
        var writer = PackedWriter.Rent();
        writer.VarInt((ulong)newCount);
        writer.Bytes(map[entries..before]);
        if (!removes)
        {
            writer.VarInt((ulong)key);
            writer.Value(value, 1);
        }
        writer.Bytes(map[after..]);
        var bytes = writer.Written.ToArray();
        writer.Return();
        return new Metadata(bytes);
    }
}
