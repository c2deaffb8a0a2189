using System.Collections;
using System.Text.Json;

namespace Steffi;

/// <summary>What stands at a path.</summary>
internal enum PackedLookup
{
    /// <summary>Nothing.</summary>
    Absent,
    /// <summary>One packed value.</summary>
    Found,
    /// <summary>The path crosses a list, or counters that are kept apart: the value has to be made.</summary>
    Gathered,
}

/// <summary>An immutable map from key to value, packed into one array of bytes. <c>default</c> is the empty map.</summary>
/// <remarks>Thread-safe. Reading a key walks the bytes and allocates only for a string, list or map that it returns.</remarks>
public readonly struct Metadata : IEquatable<Metadata>, IEnumerable<KeyValuePair<string, MetadataValue>>
{
    internal readonly byte[]? Bytes;

    internal Metadata(byte[]? bytes) => Bytes = bytes is { Length: > 0 } ? bytes : null;

    internal ReadOnlySpan<byte> Packed => Bytes;

    /// <summary>The map without keys.</summary>
    public static Metadata Empty => default;

    /// <summary>A map of these pairs; of a key that comes twice the last value stays.</summary>
    /// <exception cref="ArgumentException">A value is nested so deep that the map would be deeper than 64 levels.</exception>
    public static Metadata Of(params ReadOnlySpan<(string Key, MetadataValue Value)> pairs)
    {
        var builder = MetadataBuilder.Rent();
        foreach (ref readonly var pair in pairs)
            builder[pair.Key] = pair.Value;
        return builder.Return();
    }

    /// <summary>From a JSON object.</summary>
    /// <exception cref="FormatException">It is not an object.</exception>
    /// <exception cref="ArgumentException">It is nested deeper than 64 levels.</exception>
    public static Metadata FromJson(JsonElement json) => FromJson(json, 0);

    internal static Metadata FromJson(JsonElement json, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"Metadata has to be a JSON object, not {json.ValueKind}.");
        var builder = new MetadataBuilder();
        foreach (var property in json.EnumerateObject())
            builder[property.Name] = MetadataValue.FromJson(property.Value, depth + 1);
        return builder.Build();
    }

    /// <summary>How many keys the map itself has.</summary>
    public int Count
    {
        get
        {
            int at = 0;
            return Bytes is null ? 0 : (int)Steffi.Packed.VarInt(Bytes, ref at);
        }
    }

    /// <summary>The value at a dotted path; null when there is none. Through a list of maps the path gathers what each map holds.</summary>
    public MetadataValue this[string path] => TryGet(MetadataPath.Of(path), out var value) ? value : default;

    /// <summary>The value at a dotted path.</summary>
    public bool TryGet(string path, out MetadataValue value) => TryGet(MetadataPath.Of(path), out value);

    /// <summary>The value at a path.</summary>
    public bool TryGet(MetadataPath path, out MetadataValue value)
    {
        int at = Locate(path, out var within, out int depth);
        if (at < 0)
        {
            value = default;
            return false;
        }
        value = Steffi.Packed.Read(within, ref at);
        if (depth == path.Keys.Length)
            return true;
        value = path.GatherFrom(value, depth);
        return !value.IsNull;
    }

    /// <summary>Whether there is a value at the path; a null counts.</summary>
    public bool Contains(MetadataPath path)
    {
        int at = Locate(path, out _, out int depth);
        return at >= 0 && (depth == path.Keys.Length || TryGet(path, out _));
    }

    /// <summary>Whether exactly this value (kind and all) stands at the path; allocates nothing where the path crosses no list.</summary>
    public bool ValueEquals(MetadataPath path, MetadataValue value)
    {
        int at = Locate(path, out var within, out int depth);
        if (at < 0)
            return false;
        if (depth != path.Keys.Length)
            return TryGet(path, out var gathered) && gathered == value;
        int end = at;
        Steffi.Packed.Skip(within, ref end);
        var writer = PackedWriter.Rent();
        writer.Value(value);
        bool equal = writer.Written.SequenceEqual(within[at..end]);
        writer.Return();
        return equal;
    }

    /// <summary>The text at the path without an allocation.</summary>
    /// <returns>False when there is no string there, or it is longer than the target (which needs room for 40 at least).</returns>
    public bool TryGetText(MetadataPath path, Span<char> target, out int written)
    {
        int at = Locate(path, out var within, out int depth);
        written = 0;
        return at >= 0 && depth == path.Keys.Length && Steffi.Packed.TryReadText(within, at, target, out written);
    }

    /// <summary>The kind of the value at the path, without reading it; Null when there is none.</summary>
    public ValueKind KindAt(MetadataPath path)
    {
        int at = Locate(path, out var within, out int depth);
        if (at < 0)
            return ValueKind.Null;
        if (depth != path.Keys.Length)
            return TryGet(path, out var gathered) ? gathered.Kind : ValueKind.Null;
        return within[at] switch
        {
            >= PackedTag.ShortString or PackedTag.String or PackedTag.Mac or PackedTag.Uuid or PackedTag.IPv4 or PackedTag.IPv4Prefix or PackedTag.Word => ValueKind.String,
            >= PackedTag.SmallInt or PackedTag.Int => ValueKind.Int,
            PackedTag.Double => ValueKind.Double,
            PackedTag.False or PackedTag.True => ValueKind.Bool,
            PackedTag.List => ValueKind.List,
            PackedTag.Map => ValueKind.Map,
            _ => ValueKind.Null,
        };
    }

    /// <summary>The packed value at a path, without reading it.</summary>
    internal PackedLookup LookUp(MetadataPath path, out ReadOnlySpan<byte> value)
    {
        value = default;
        int at = Locate(path, out var within, out int depth);
        if (at < 0)
            return PackedLookup.Absent;
        if (depth != path.Keys.Length)
            return PackedLookup.Gathered;
        int end = at;
        Steffi.Packed.Skip(within, ref end);
        value = within[at..end];
        return PackedLookup.Found;
    }

    /// <summary>Walks down the path as far as maps go.</summary>
    /// <returns>The position in <paramref name="within"/>, or -1; a <paramref name="depth"/> short of the path's length stopped at a list.</returns>
    internal int Locate(MetadataPath path, out ReadOnlySpan<byte> within, out int depth)
    {
        within = Bytes;
        var keys = path.Keys;
        for (depth = 0; ;)
        {
            int at = Steffi.Packed.Find(within, keys[depth]);
            depth++;
            if (at < 0 || depth == keys.Length || within[at] == PackedTag.List)
                return at;
            if (within[at] != PackedTag.Map)
                return -1;
            at++;
            int length = (int)Steffi.Packed.VarInt(within, ref at);
            within = within.Slice(at, length);
        }
    }

    /// <summary>This map changed by the patch.</summary>
    public Metadata With(MetadataPatch patch) => patch.ApplyTo(this);

    /// <summary>What turns this map into <paramref name="target"/>: its changed keys set, its missing keys removed.</summary>
    public MetadataPatch DiffTo(Metadata target) => MetadataPatch.Between(this, target);

    /// <summary>Writes a JSON object, its keys in ordinal order.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (!writer.Options.Indented)
        {
            var text = JsonText.Rent(writer.Options.Encoder);
            text.Map(Packed);
            writer.WriteRawValue(text.Written, skipInputValidation: true);
            text.Return();
            return;
        }
        writer.WriteStartObject();
        foreach (var (key, value) in this)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>The same keys with the same values.</summary>
    public bool Equals(Metadata other) => ReferenceEquals(Bytes, other.Bytes) || Packed.SequenceEqual(other.Packed);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Metadata other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)PackedHash.Of(Packed);

    /// <summary>The same keys with the same values.</summary>
    public static bool operator ==(Metadata left, Metadata right) => left.Equals(right);

    /// <summary>Other keys or other values.</summary>
    public static bool operator !=(Metadata left, Metadata right) => !left.Equals(right);

    /// <summary>JSON.</summary>
    public override string ToString() => MetadataJson.Text(this);

    /// <summary>Pairs in ordinal order of the keys.</summary>
    public IEnumerator<KeyValuePair<string, MetadataValue>> GetEnumerator()
    {
        var pairs = new KeyValuePair<string, MetadataValue>[Count];
        int at = 0;
        if (pairs.Length > 0)
            Steffi.Packed.VarInt(Packed, ref at);
        for (int i = 0; i < pairs.Length; i++)
        {
            string key = KeyTable.NameOf((int)Steffi.Packed.VarInt(Packed, ref at));
            pairs[i] = new(key, Steffi.Packed.Read(Packed, ref at));
        }
        Array.Sort(pairs, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return ((IEnumerable<KeyValuePair<string, MetadataValue>>)pairs).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
