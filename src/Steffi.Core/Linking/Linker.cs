namespace Steffi;

/// <summary>A rule that keeps an edge from every node at its parent end to every node at its child end that has equal key values.</summary>
/// <remarks>Edges come and go with the nodes that stand now; they carry the origin <c>linker.NAME</c>. An event that only changes the
/// past makes no edge there.</remarks>
public sealed class Linker
{
    /// <summary>Part of the edges' ids and origin: keep it from one start to the next.</summary>
    public required string Name { get; init; }

    /// <summary>Where the edges start.</summary>
    public required LinkEnd Parent { get; init; }

    /// <summary>Where the edges lead.</summary>
    public required LinkEnd Child { get; init; }

    /// <summary>What the edges hold, RelationType above all.</summary>
    public required Metadata EdgeMetadata { get; init; }

    /// <summary>A pair of nodes that match both ways (two ends of a veth) gets one edge, not two.</summary>
    public bool Symmetric { get; init; }
}

/// <summary>Which nodes are at one end of a <see cref="Linker"/>: those with every value of <see cref="Where"/> and a value at every key.</summary>
/// <param name="keys">Dotted paths whose values, taken together, have to be equal at both ends, position by position.</param>
public sealed class LinkEnd(params string[] keys)
{
    private readonly MetadataPath[] _keys = Array.ConvertAll(keys, MetadataPath.Of);
    private (MetadataPath Path, MetadataValue Value)[]? _where;

    /// <summary>The paths of the key values.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>Values that a node has to have.</summary>
    public (string Path, MetadataValue Value)[] Where { get; init; } = [];

    /// <summary>The node's key; null where it is not at this end.</summary>
    internal LinkKey? KeyOf(Metadata metadata)
    {
        foreach (var (path, value) in _where ??= Array.ConvertAll(Where, where => (MetadataPath.Of(where.Path), where.Value)))
        {
            if (!metadata.ValueEquals(path, value))
                return null;
        }
        var values = new MetadataValue[_keys.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!metadata.TryGet(_keys[i], out values[i]) || values[i].IsNull)
                return null;
        }
        return new LinkKey(values);
    }
}

internal sealed record LinkKey(MetadataValue Values)
{
    public LinkKey(MetadataValue[] values) : this((MetadataValue)values) { }
}
