namespace Steffi.Flows;

/// <summary>Facts that dissectors read off a flow: a map a protocol, as <c>TLS.SNI</c>. Not thread-safe; handed on by its table.</summary>
/// <remarks>Values that did not change are not written again, so that an unchanged flow keeps its <see cref="Fields"/>.</remarks>
public sealed class FlowFields
{
    /// <summary>Exchanges of one protocol that a flow keeps: half the packets that a classifier looks at by default.</summary>
    public const int MostExchanges = 32;

    internal const string Further = "Further";

    private Metadata _fields;

    // Apart, so that an exchange costs no rewriting of those before it.
    private (string Protocol, MetadataValue[] Exchanges)[] _further = [];

    /// <summary>What is known: for each protocol its map.</summary>
    public Metadata Fields
    {
        get
        {
            if (_further is not { Length: > 0 } further)
                return _fields;
            var all = new MetadataBuilder(_fields);
            foreach (var (protocol, exchanges) in further)
                all[protocol] = new MetadataBuilder(MapOf(protocol)) { [Further] = exchanges }.Build();
            return all.Build();
        }
    }

    /// <summary>Counts changes, so that a reader knows whether it is up to date.</summary>
    public int Version { get; private set; }

    /// <summary>Sets one fact.</summary>
    /// <param name="protocol">The map's name: "TLS".</param>
    /// <param name="key">Within it: "SNI".</param>
    /// <param name="value">Null takes the fact out.</param>
    public void Set(string protocol, string key, MetadataValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var map = MapOf(protocol);
        if (value.IsNull ? map[key].IsNull : map[key] == value)
            return;
        var changed = new MetadataBuilder(map);
        if (value.IsNull) changed.Remove(key); else changed[key] = value;
        Put(protocol, changed.Build());
    }

    /// <summary>Sets a protocol's whole map.</summary>
    /// <param name="protocol">The map's name: "DNS".</param>
    /// <param name="map">Takes the place of the one before; empty takes it out.</param>
    public void SetAll(string protocol, Metadata map)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        _further = Array.FindAll(_further, one => one.Protocol != protocol);
        Put(protocol, map);
    }

    /// <summary>Sets one of the exchanges of a flow that may have several (a question and its answer): the first is the protocol's map, those after it its list <c>Further</c>.</summary>
    /// <param name="protocol">The map's name: "DNS".</param>
    /// <param name="number">From 0, one after the other; <see cref="MostExchanges"/> and above are left out.</param>
    /// <param name="exchange">Takes the place of what was known of it.</param>
    public void SetExchange(string protocol, int number, Metadata exchange)
    {
        if (number >= MostExchanges)
            return;
        if (number == 0)
        {
            if (!_fields.TryGet(MetadataPath.Of(protocol), out var first) || first != exchange)
                Put(protocol, exchange);
            return;
        }
        int at = Array.FindIndex(_further, one => one.Protocol == protocol);
        var exchanges = at < 0 ? [] : _further[at].Exchanges;
        if (number <= exchanges.Length && exchanges[number - 1] == exchange)
            return;
        // Never changed in place: another thread may be making a snapshot of it.
        exchanges = number <= exchanges.Length ? [.. exchanges[..(number - 1)], exchange, .. exchanges[number..]] : [.. exchanges, exchange];
        _further = [.. at < 0 ? _further : [.. _further[..at], .. _further[(at + 1)..]], (protocol, exchanges)];
        Version++;
    }

    /// <summary>Takes over what a dissector wrote before it was sure.</summary>
    internal void Take(FlowFields other)
    {
        foreach (var (protocol, map) in other._fields)
            SetAll(protocol, map.AsMap());
        _further = [.. _further, .. other._further];
    }

    private Metadata MapOf(string protocol) =>
        _fields.TryGet(MetadataPath.Of(protocol), out var present) && present.Kind == ValueKind.Map ? present.AsMap() : default;

    private void Put(string protocol, Metadata map)
    {
        var builder = new MetadataBuilder(_fields);
        if (map.Count == 0) builder.Remove(protocol); else builder[protocol] = map;
        _fields = builder.Build();
        Version++;
    }
}
