namespace Steffi.Flows;

/// <summary>The fields that not every flow has, by their JSON names.</summary>
internal static class FlowDetails
{
    public static Metadata Of(in FlowCopy copy)
    {
        var details = new MetadataBuilder();
        if (CommunityIdOf(in copy) is { } community)
            details["CommunityID"] = community;
        if (copy.Tunnel is { } tunnel)
            details["Tunnel"] = Tunnel(tunnel);
        if (copy.Tcp is { } tcp)
            details["TCPMetric"] = Tcp(in tcp);
        if (copy.IP is { } ip)
            details["IPMetric"] = Metadata.Of(("Fragments", ip.Fragments), ("FragmentErrors", ip.Errors));
        foreach (var (protocol, fields) in copy.ConfirmedFields)
            details[protocol] = fields;
        if (copy.LayerName is { } layer)
            details[layer] = copy.ConfirmedFields.TryGet(layer, out var facts) ? Both(layer, facts.AsMap(), copy.LayerFields) : copy.LayerFields;
        foreach (var (field, value) in copy.Described)
            details[field] = value;
        return details.Build();
    }

    // A dissector of DNS tells the same of a whole exchange, and its latency; the others' facts and the header's fields have different names.
    private static Metadata Both(string layer, Metadata facts, Metadata header)
    {
        var both = new MetadataBuilder(facts);
        if (layer != "DNS")
            foreach (var (key, value) in header)
                both[key] = value;
        return both.Build();
    }

    // Of the flow's own five-tuple: fragments and flows that are no IP have none.
    private static string? CommunityIdOf(in FlowCopy copy)
    {
        Span<byte> a = stackalloc byte[16], b = stackalloc byte[16];
        int length = EndText.Bytes(in copy.Record, isA: true, a);
        EndText.Bytes(in copy.Record, isA: false, b);
        int protocol = copy.Record.Key.Protocol;
        if (length == 0 || protocol > byte.MaxValue || protocol == PacketWalk.FragmentProtocol)
            return null;
        ushort source = copy.Detail.SourcePort, destination = copy.Detail.DestinationPort;
        if (protocol is 1 or 58)
            (source, destination) = (copy.Detail.IcmpType, copy.Detail.IcmpCode);
        return CommunityId.Of((byte)protocol, a[..length], source, b[..length], destination);
    }

    private static Metadata Tunnel(TunnelEnds tunnel)
    {
        var map = new MetadataBuilder { ["Type"] = tunnel.Type.ToString(), ["ID"] = (long)tunnel.ID };
        if (tunnel.A is not null)
            (map["A"], map["B"]) = (tunnel.A, tunnel.B);
        return map.Build();
    }

    private static Metadata Tcp(in TcpMetric metric)
    {
        var map = new MetadataBuilder();
        Way("AB", in metric.AB, map);
        Way("BA", in metric.BA, map);
        return map.Build();
    }

    private static void Way(string way, in TcpWay metric, MetadataBuilder map)
    {
        map[way + "SynStart"] = metric.SynStart;
        if (metric.SynTTL != 0)
            map[way + "SynTTL"] = (int)metric.SynTTL;
        map[way + "FinStart"] = metric.FinStart;
        map[way + "RstStart"] = metric.RstStart;
        map[way + "SegmentOutOfOrder"] = metric.SegmentOutOfOrder;
        map[way + "SegmentSkipped"] = metric.SegmentSkipped;
        map[way + "SegmentSkippedBytes"] = metric.SegmentSkippedBytes;
        map[way + "Packets"] = metric.Packets;
        map[way + "Bytes"] = metric.Bytes;
        map[way + "SawStart"] = metric.SawStart ? 1 : 0;
        map[way + "SawEnd"] = metric.SawEnd ? 1 : 0;
    }
}
