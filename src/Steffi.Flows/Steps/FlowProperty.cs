namespace Steffi.Flows;

/// <summary>What a key of a query names on a flow: a field, a part of one, or a path into its details.</summary>
/// <param name="text">As written.</param>
/// <param name="read">Null where the flow has nothing there.</param>
internal sealed class FlowProperty(string text, Func<Flow, MetadataValue?> read)
{
    /// <summary>The fields that every flow may have, in the order in which they are written.</summary>
    public static readonly FlowProperty[] Fields =
    [
        new("UUID", flow => flow.UUID),
        new("LayersPath", flow => flow.LayersPath),
        new("Application", flow => flow.Application),
        new("ApplicationBy", flow => Present(flow.ApplicationBy)),
        new("Link", flow => Map(flow.Link)),
        new("Network", flow => Map(flow.Network)),
        new("Transport", flow => flow.Transport is { } at
            ? (MetadataValue?)Metadata.Of(("Protocol", at.Protocol), ("A", at.A), ("B", at.B), ("ID", at.ID)) : null),
        new("ICMP", flow => flow.ICMP is { } icmp ? (MetadataValue?)Metadata.Of(("Type", icmp.Type), ("Code", icmp.Code), ("ID", icmp.ID)) : null),
        new("Metric", flow => Map(flow.Metric)),
        new("LastUpdateMetric", flow => flow.LastUpdateMetric is { } metric ? (MetadataValue?)Map(metric) : null),
        new("Start", flow => flow.Start),
        new("Last", flow => flow.Last),
        new("TrackingID", flow => flow.TrackingID),
        new("L3TrackingID", flow => flow.L3TrackingID),
        // As in Skydive these are never absent, but empty.
        new("ParentUUID", flow => flow.ParentUUID ?? ""),
        new("NodeTID", flow => flow.NodeTID ?? ""),
        new("CaptureID", flow => flow.CaptureID ?? ""),
        new("FinishType", flow => FlowJson.NameOf(flow.FinishType)),
        new("Revision", flow => flow.Revision),
        new("RawPacketsCaptured", flow => flow.RawPacketsCaptured),
    ];

    /// <summary>Parts of fields that queries ask for often: read without making the field's map.</summary>
    private static readonly FlowProperty[] Parts =
    [
        .. Ends("Link", flow => flow.Link),
        .. Ends("Network", flow => flow.Network),
        new("Transport.A", flow => flow.Transport is { } at ? at.A : null),
        new("Transport.B", flow => flow.Transport is { } at ? at.B : null),
        new("ICMP.ID", flow => flow.ICMP is { } icmp ? icmp.ID : null),
        .. Counters("Metric", flow => flow.Metric),
        .. Counters("LastUpdateMetric", flow => flow.LastUpdateMetric),
    ];

    private static readonly Dictionary<string, FlowProperty> Known = Fields.Concat(Parts).ToDictionary(key => key.Text);

    public string Text { get; } = text;

    public MetadataValue? Read(Flow flow) => read(flow);

    public static FlowProperty Of(string text)
    {
        if (Known.TryGetValue(text, out var key)) return key;
        MetadataPath path;
        try
        {
            path = MetadataPath.Of(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // No path: no flow has it, as on nodes.
            return new FlowProperty(text, _ => null);
        }

        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && Known.TryGetValue(text[..dot], out var field))
        {
            var within = MetadataPath.Of(text[(dot + 1)..]);
            return new FlowProperty(text, flow => field.Read(flow) is { Kind: ValueKind.Map } map && map.AsMap().TryGet(within, out var part) ? (MetadataValue?)part : null);
        }

        return new FlowProperty(text, flow => flow.Details.TryGet(path, out var value) ? (MetadataValue?)value : null);
    }

    /// <summary>The same field of the exchanges after the first; null for what has no exchanges.</summary>
    public static FlowProperty? OfFurther(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && !Known.ContainsKey(text) && !Known.ContainsKey(text[..dot])
            ? Of($"{text[..dot]}.{FlowFields.Further}{text[dot..]}") : null;

    /// <summary>Every key that may be asked for of a flow: fields, and the dotted keys in them.</summary>
    public static IEnumerable<string> NamesOf(Flow flow)
    {
        foreach (var (name, value) in ValuesOf(flow))
        {
            yield return name;
            foreach (var below in NamesIn(value)) yield return $"{name}.{below}";
        }
    }

    private static IEnumerable<(string Name, MetadataValue Value)> ValuesOf(Flow flow)
    {
        foreach (var field in Fields)
        {
            if (field.Read(flow) is { } value) yield return (field.Text, value);
        }

        foreach (var (name, value) in flow.Details) yield return (name, value);
    }

    private static IEnumerable<string> NamesIn(MetadataValue value)
    {
        if (value.Kind == ValueKind.List) return value.AsList().SelectMany(NamesIn);
        return value.Kind == ValueKind.Map
            ? value.AsMap().SelectMany(pair => NamesIn(pair.Value).Select(below => $"{pair.Key}.{below}").Prepend(pair.Key))
            : [];
    }

    private static IEnumerable<FlowProperty> Ends(string name, Func<Flow, FlowLayer?> layer) =>
    [
        new($"{name}.A", flow => layer(flow) is { } at ? at.A : (MetadataValue?)null),
        new($"{name}.B", flow => layer(flow) is { } at ? at.B : (MetadataValue?)null),
    ];

    private static IEnumerable<FlowProperty> Counters(string name, Func<Flow, FlowMetric?> metric) =>
    [
        new($"{name}.ABPackets", flow => metric(flow)?.ABPackets),
        new($"{name}.ABBytes", flow => metric(flow)?.ABBytes),
        new($"{name}.BAPackets", flow => metric(flow)?.BAPackets),
        new($"{name}.BABytes", flow => metric(flow)?.BABytes),
        new($"{name}.RTT", flow => metric(flow)?.RTT),
        new($"{name}.Start", flow => metric(flow)?.Start),
        new($"{name}.Last", flow => metric(flow)?.Last),
    ];

    private static MetadataValue? Present(string? text) => string.IsNullOrEmpty(text) ? null : (MetadataValue?)text;

    private static MetadataValue? Map(FlowLayer? layer) => layer is null
        ? null
        : Metadata.Of(("Protocol", layer.Protocol), ("A", layer.A), ("B", layer.B), ("ID", layer.ID));

    private static MetadataValue Map(FlowMetric metric)
    {
        var map = new MetadataBuilder
        {
            ["ABPackets"] = metric.ABPackets,
            ["ABBytes"] = metric.ABBytes,
            ["BAPackets"] = metric.BAPackets,
            ["BABytes"] = metric.BABytes,
            ["Start"] = metric.Start,
            ["Last"] = metric.Last,
        };
        if (metric.RTT != 0) map["RTT"] = metric.RTT;
        return map.Build();
    }
}
