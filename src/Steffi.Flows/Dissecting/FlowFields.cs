namespace Steffi.Flows;

/// <summary>Facts that dissectors read off a flow: a map a protocol, as <c>TLS.SNI</c>. Not thread-safe; handed on by its table.</summary>
/// <remarks>Values that did not change are not written again, so that an unchanged flow keeps its <see cref="Fields"/>.</remarks>
public sealed class FlowFields
{
    /// <summary>Exchanges of one protocol that a flow keeps: half the packets that a classifier looks at by default.</summary>
    public const int MostExchanges = 32;

    internal const string Further = "Further";

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

    /// <summary>Sets one of the exchanges of a flow that may have several (a question and its answer): the first is the protocol's map, those after it its list <c>Further</c>.</summary>
    /// <param name="protocol">The map's name: "DNS".</param>
    /// <param name="number">From 0, one after the other; <see cref="MostExchanges"/> and above are left out.</param>
    /// <param name="exchange">Takes the place of what was known of it.</param>
    public void SetExchange(string protocol, int number, Metadata exchange)
    {
        if (number >= MostExchanges)
            return;
        var map = _fields.TryGet(MetadataPath.Of(protocol), out var present) && present.Kind == ValueKind.Map ? present.AsMap() : default;
        var further = map[Further];
        if (number == 0)
        {
            var first = further.IsNull ? exchange : new MetadataBuilder(exchange) { [Further] = further }.Build();
            if (first == map)
                return;
            map = first;
        }
        else
        {
            List<MetadataValue> list = further.IsNull ? [] : [.. further.AsList()];
            if (number > list.Count)
                list.Add(exchange);
            else if (list[number - 1] == exchange)
                return;
            else
                list[number - 1] = exchange;
            map = new MetadataBuilder(map) { [Further] = list.ToArray() }.Build();
        }
        SetAll(protocol, map);
    }

    /// <summary>Takes over what a dissector wrote before it was sure.</summary>
    internal void Take(FlowFields other)
    {
        foreach (var (protocol, map) in other._fields)
            SetAll(protocol, map.AsMap());
    }
}
