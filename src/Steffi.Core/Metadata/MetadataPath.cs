using System.Collections.Concurrent;

namespace Steffi;

/// <summary>A dotted path into metadata such as <c>Metric.RxBytes</c>, parsed once.</summary>
/// <remarks>Immutable and thread-safe. Keep the object on hot paths; the text is looked up at every conversion.</remarks>
public sealed class MetadataPath
{
    private static readonly ConcurrentDictionary<string, MetadataPath> Known = new(StringComparer.Ordinal);

    // What no metadata ever had is not added to the key table for being asked: queries come from outside.
    private const int Unknown = int.MaxValue;

    private readonly string[] _names;
    private int[] _keys;
    private bool _known;

    private MetadataPath(string text, string[] names)
    {
        Text = text;
        _names = names;
        _keys = new int[names.Length];
        Array.Fill(_keys, Unknown);
        Resolve(adding: false);
    }

    /// <summary>The number of each key; one that no metadata has yet.</summary>
    internal int[] Keys
    {
        get
        {
            if (!_known)
                Resolve(adding: false);
            return _keys;
        }
    }

    /// <summary>The number of each key, given now where there was none.</summary>
    internal int[] KeysForWriting
    {
        get
        {
            if (!_known)
                Resolve(adding: true);
            return _keys;
        }
    }

    private void Resolve(bool adding)
    {
        var keys = Array.ConvertAll(_names, name => adding ? KeyTable.IdOf(name) : KeyTable.Find(name) is >= 0 and var id ? id : Unknown);
        Volatile.Write(ref _keys, keys);
        Volatile.Write(ref _known, !keys.Contains(Unknown));
    }

    /// <summary>The path of a dotted text.</summary>
    /// <remarks>Paths that programs name are remembered; a flood of made-up ones (queries from outside) is not.</remarks>
    public static MetadataPath Of(string path)
    {
        if (Known.TryGetValue(path, out var known))
            return known;
        var made = new MetadataPath(path, path.Split('.'));
        return Known.Count < 10_000 ? Known.GetOrAdd(path, made) : made;
    }

    /// <summary>A single key, dots and all.</summary>
    internal static MetadataPath Literal(string key) => key.Contains('.') ? new(key, [key]) : Of(key);

    /// <summary>The path of keys that are each taken literally.</summary>
    internal static MetadataPath OfKeys(string[] keys) =>
        keys.Length == 1 ? Literal(keys[0]) : Of(string.Join('.', keys));

    /// <summary>The dotted text.</summary>
    public string Text { get; }

    /// <summary>The path of a dotted text.</summary>
    public static implicit operator MetadataPath(string path) => Of(path);

    /// <summary>The dotted text.</summary>
    public override string ToString() => Text;

    /// <summary>Goes on from a list at <paramref name="depth"/>: the values of all its maps, lists among them opened.</summary>
    internal MetadataValue GatherFrom(MetadataValue list, int depth)
    {
        var found = new List<MetadataValue>();
        Gather(list, depth, found);
        return found.Count == 0 ? MetadataValue.Null : found.ToArray();
    }

    private void Gather(MetadataValue value, int depth, List<MetadataValue> found)
    {
        if (value.Kind == ValueKind.List)
        {
            foreach (var item in value.Items)
                Gather(item, depth, found);
        }
        else if (depth == Keys.Length)
        {
            found.Add(value);
        }
        else if (value.Kind == ValueKind.Map)
        {
            var bytes = value.AsMap().Packed;
            int at = Packed.Find(bytes, Keys[depth]);
            if (at >= 0)
                Gather(Packed.Read(bytes, ref at), depth + 1, found);
        }
    }
}
