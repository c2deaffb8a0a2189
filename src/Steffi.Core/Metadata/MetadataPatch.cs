using System.Collections;

namespace Steffi;

/// <summary>A change of metadata: dotted paths to set and to remove, as in <c>new MetadataPatch { ["MTU"] = 9000 }.Remove("Speed")</c>.</summary>
/// <remarks>Not thread-safe while it is being filled; not to be changed once it is part of an event. Setting a path makes the maps
/// on its way, in place of any value that is no map; removing a path that is not there does nothing.</remarks>
public sealed class MetadataPatch : IEnumerable
{
    // Mostly there is one.
    private (MetadataPath Path, MetadataValue Value, bool Removes) _first;
    private (MetadataPath Path, MetadataValue Value, bool Removes)[] _others = [];
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
    public IReadOnlyList<(MetadataPath Path, MetadataValue Value, bool Removes)> Operations =>
        _count == 0 ? [] : [_first, .. _others.AsSpan(0, _count - 1)];

    internal int Count => _count;

    internal ref readonly (MetadataPath Path, MetadataValue Value, bool Removes) this[int index] => ref index == 0 ? ref _first : ref _others[index - 1];

    IEnumerator IEnumerable.GetEnumerator() => Operations.GetEnumerator();

    internal Metadata ApplyTo(Metadata start)
    {
        if (_last.Patch == this && _last.Count == _count && _last.From == start.Bytes)
            return _last.To;
        var result = start;
        for (int i = 0; i < _count; i++)
            result = Apply(result, this[i].Path.KeysForWriting, this[i].Value, this[i].Removes);
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
        var operation = (path, value, removes);
        if (_count == 0)
            _first = operation;
        else
        {
            if (_count > _others.Length)
                Array.Resize(ref _others, _count * 2);
            _others[_count - 1] = operation;
        }
        _count++;
    }

    /// <summary>Whether all that it does is to set one path.</summary>
    internal bool SetsOne(out MetadataPath path, out MetadataValue value)
    {
        (path, value) = (_first.Path, _first.Value);
        return _count == 1 && !_first.Removes;
    }

    /// <summary>Whether what stands at the path may be another afterwards.</summary>
    internal bool Touches(MetadataPath path)
    {
        for (int i = 0; i < _count; i++)
        {
            if (this[i].Path.KeysForWriting[0] == path.Keys[0])
                return true;
        }
        return false;
    }

    private static Metadata Apply(Metadata start, ReadOnlySpan<int> keys, in MetadataValue value, bool removes)
    {
        if (removes && !Stands(start.Packed, keys))
            return start;
        var writer = PackedWriter.Rent();
        Write(writer, start.Packed, keys, value, removes);
        var changed = new Metadata(writer.Written.ToArray());
        writer.Return();
        return changed;
    }

    private static bool Stands(ReadOnlySpan<byte> map, ReadOnlySpan<int> keys)
    {
        int at = Packed.Find(map, keys[0]);
        return at >= 0 && (keys.Length == 1 || (map[at] == PackedTag.Map && Stands(Packed.MapAt(map, at), keys[1..])));
    }

    /// <summary>Writes the map with what stands at the path set or left out; the other values move as bytes.</summary>
    private static void Write(PackedWriter writer, ReadOnlySpan<byte> map, ReadOnlySpan<int> keys, in MetadataValue value, bool removes)
    {
        int at = 0;
        int count = map.IsEmpty ? 0 : (int)Packed.VarInt(map, ref at);
        int entries = at, before = map.Length, after = map.Length;
        ReadOnlySpan<byte> inner = default;
        bool found = false;
        for (int i = 0; i < count; i++)
        {
            int start = at;
            int other = (int)Packed.VarInt(map, ref at);
            if (other >= keys[0])
            {
                found = other == keys[0];
                before = after = start;
                if (found && keys.Length > 1 && map[at] == PackedTag.Map)
                    inner = Packed.MapAt(map, at);
            }
            Packed.Skip(map, ref at);
            if (found)
                after = at;
            if (other >= keys[0])
                break;
        }
        bool leavesOut = removes && keys.Length == 1;
        int left = count + (found ? 0 : 1) - (leavesOut ? 1 : 0);
        if (left == 0)
            return;   // an empty map has no bytes
        writer.VarInt((ulong)left);
        writer.Bytes(map[entries..before]);
        if (!leavesOut)
        {
            writer.VarInt((ulong)keys[0]);
            if (keys.Length == 1)
                writer.Value(value);
            else
            {
                writer.Byte(PackedTag.Map);
                int start = writer.Length;
                Write(writer, inner, keys[1..], value, removes);
                writer.PrefixLength(start);
            }
        }
        writer.Bytes(map[after..]);
    }
}
