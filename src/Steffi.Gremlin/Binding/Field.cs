namespace Steffi.Gremlin;

/// <summary>What a key of a query names on an element: an attribute (@ID), an edge's end, or a path into the metadata.</summary>
internal abstract class Field(string key)
{
    private const string MetadataPrefix = "Metadata.";

    /// <summary>As written.</summary>
    public string Key { get; } = key;

    /// <summary>The path that an index could be on; null for attributes.</summary>
    public virtual MetadataPath? Path => null;

    public static Field Of(string key)
    {
        if (AttributeField.TryRead(key, out var attribute)) return attribute;
        if (key is "Parent" or "Child") return new EndField(key);
        return new MetadataField(key, WithinMetadata(key));
    }

    /// <summary>A key without the <c>Metadata.</c> that may stand before it.</summary>
    public static string WithinMetadata(string key) => key.StartsWith(MetadataPrefix, StringComparison.Ordinal) ? key[MetadataPrefix.Length..] : key;

    public abstract bool TryRead(in Node node, out MetadataValue value);

    public abstract bool TryRead(in Edge edge, out MetadataValue value);

    /// <summary>Reads from a map that a query made (ValueMap). Its keys are whole: one may hold dots.</summary>
    public virtual bool TryRead(Metadata map, out MetadataValue value) => map.TryGetWhole(Key, out value);
}

internal static class WholeKeys
{
    public static bool TryGetWhole(this Metadata map, string key, out MetadataValue value)
    {
        foreach (var (name, held) in map)
        {
            if (name != key) continue;
            value = held;
            return true;
        }

        value = default;
        return false;
    }
}

internal sealed class MetadataField : Field
{
    private readonly MetadataPath? _path;

    public MetadataField(string key, string path) : base(key)
    {
        try
        {
            _path = MetadataPath.Of(path);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // No path: no element has it, as in Skydive, where any string may be asked for.
        }
    }

    public override MetadataPath? Path => _path;

    public override bool TryRead(in Node node, out MetadataValue value)
    {
        value = default;
        return _path is not null && node.TryGet(_path, out value);
    }

    public override bool TryRead(in Edge edge, out MetadataValue value)
    {
        value = default;
        return _path is not null && edge.TryGet(_path, out value);
    }

    public override bool TryRead(Metadata map, out MetadataValue value) =>
        base.TryRead(map, out value) || (_path is not null && map.TryGet(_path, out value));
}

/// <summary>Parent and Child: ids on an edge, plain metadata on a node.</summary>
internal sealed class EndField(string key) : Field(key)
{
    private readonly MetadataPath _path = MetadataPath.Of(key);

    public override bool TryRead(in Node node, out MetadataValue value) => node.TryGet(_path, out value);

    public override bool TryRead(in Edge edge, out MetadataValue value)
    {
        value = (Key == "Parent" ? edge.ParentId : edge.ChildId).ToString();
        return true;
    }
}
