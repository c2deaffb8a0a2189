namespace Steffi.Flows;

/// <summary>Facts that dissectors read off a flow: a map a protocol, as <c>TLS.SNI</c>. Not thread-safe; handed on by its table.</summary>
/// <remarks>Values that did not change are not written again, so that an unchanged flow keeps its <see cref="Fields"/>.</remarks>
public sealed class FlowFields
{
    private Metadata _fields;

    /// <summary>What is known: for each protocol its map.</summary>
    public Metadata Fields => _fields;

    /// <summary>Counts changes, so that a reader knows whether it is up to date.</summary>
    public int Version { get; private set; }

    /// <summary>Sets one fact.</summary>
    /// <param name="protocol">The map's name: "TLS".</param>
    /// <param name="key">Within it: "SNI".</param>
    /// <param name="value">Null takes the fact out.</param>
    public void Set(string protocol, string key, MetadataValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var map = _fields.TryGet(MetadataPath.Of(protocol), out var present) && present.Kind == ValueKind.Map ? present.AsMap() : default;
        if (value.IsNull ? map[key].IsNull : map[key] == value)
            return;
        var changed = new MetadataBuilder(map);
        if (value.IsNull) changed.Remove(key); else changed[key] = value;
        SetAll(protocol, changed.Build());
    }

    /// <summary>Sets a protocol's whole map.</summary>
    /// <param name="protocol">The map's name: "DNS".</param>
    /// <param name="map">Takes the place of the one before; empty takes it out.</param>
    public void SetAll(string protocol, Metadata map)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        var builder = new MetadataBuilder(_fields);
        if (map.Count == 0) builder.Remove(protocol); else builder[protocol] = map;
        _fields = builder.Build();
        Version++;
    }

    /// <summary>Takes over what a dissector wrote before it was sure.</summary>
    internal void Take(FlowFields other)
    {
        foreach (var (protocol, map) in other._fields)
            SetAll(protocol, map.AsMap());
    }
}
