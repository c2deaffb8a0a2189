namespace Steffi.Flows;

/// <summary>Turns what was counted elsewhere into the part that its first packet would have been.</summary>
internal static class CountedPart
{
    public static PacketPart Of(in CountedFlow counted)
    {
        var part = new PacketPart
        {
            SourceMac = counted.LinkA,
            DestinationMac = counted.LinkB,
            HasLink = counted.HasLink,
            Vlans = counted.Vlans,
            IPVersion = counted.IPVersion,
            SourceHigh = (ulong)(counted.NetworkA >> 64),
            SourceLow = (ulong)counted.NetworkA,
            DestinationHigh = (ulong)(counted.NetworkB >> 64),
            DestinationLow = (ulong)counted.NetworkB,
            Protocol = counted.Protocol,
            SourcePort = counted.PortA,
            DestinationPort = counted.PortB,
            IcmpType = counted.IcmpType,
            IcmpCode = counted.IcmpCode,
            IcmpId = counted.IcmpId,
            Tunnel = (TunnelType)counted.Tunnel,
            NetworkId = counted.TunnelID,
            TunnelId = counted.TunnelID,
            Time = counted.Start,
            IsCounted = true,
        };
        part.Path = Path(in part);
        return part;
    }

    /// <param name="record">Of the flow that it was found to be.</param>
    /// <param name="counted">What came.</param>
    /// <param name="isAB">Whether A is A here too.</param>
    public static void Add(ref FlowRecord record, in CountedFlow counted, bool isAB)
    {
        record.ABPackets += isAB ? counted.ABPackets : counted.BAPackets;
        record.ABBytes += isAB ? counted.ABBytes : counted.BABytes;
        record.BAPackets += isAB ? counted.BAPackets : counted.ABPackets;
        record.BABytes += isAB ? counted.BABytes : counted.ABBytes;
        record.Last = Math.Max(record.Last, counted.Last);
    }

    /// <summary>What packets that are not counted alone say: round trips, and how a connection began and ended.</summary>
    public static void Add(ref FlowDetail detail, in CountedFlow counted, bool isAB)
    {
        if (counted.RTT != 0)
            detail.RTT = counted.RTT;
        detail.Extra?.Tcp?.Add(in counted, isAB);
        Exchange.Tcp(ref detail, in counted, isAB);
    }

    public static void Add(FlowExtra extra, in CountedFlow counted)
    {
        extra.Fragments += counted.Fragments;
        extra.FragmentErrors += counted.FragmentErrors;
    }

    private static LayerPath Path(in PacketPart part)
    {
        var path = new LayerPath();
        if (part.HasLink)
            path = path.Then(Layer.Ethernet);
        for (long vlans = part.Vlans; vlans != 0; vlans >>= 12)
            path = path.Then(Layer.Dot1Q);
        if (part.IPVersion == 0)
            return part.Protocol == 0x0806 ? path.Then(Layer.ARP) : path;
        path = path.Then(part.IPVersion == 4 ? Layer.IPv4 : Layer.IPv6);
        var message = part.Protocol == 58 ? PacketWalk.Icmp6Message(part.IcmpType, length: 0) : Layer.None;
        foreach (var layer in (ReadOnlySpan<Layer>)[Above(part.Protocol), message, Above(part.Tunnel)])
            if (layer != Layer.None)
                path = path.Then(layer);
        return path;
    }

    private static Layer Above(ushort protocol) => protocol switch
    {
        6 => Layer.TCP,
        17 => Layer.UDP,
        1 => Layer.ICMPv4,
        58 => Layer.ICMPv6,
        132 => Layer.SCTP,
        47 => Layer.GRE,
        2 => Layer.IGMP,
        112 => Layer.VRRP,
        PacketWalk.FragmentProtocol => Layer.Fragment,
        _ => Layer.None,
    };

    private static Layer Above(TunnelType tunnel) => tunnel switch
    {
        TunnelType.VXLAN => Layer.VXLAN,
        TunnelType.Geneve => Layer.Geneve,
        _ => Layer.None,
    };
}
