using System.Text;

namespace Steffi.Flows;

/// <summary>Begins flows, and does with their packets what the options ask for beyond counting.</summary>
internal sealed class FlowFactory(FlowTableOptions options)
{
    private readonly ulong _place = PlaceOf(options.NodeTID, options.CaptureID);
    private readonly LayerFields _fields = new(options.ExtraLayers);
    private readonly FlowClassifier? _classifier = options.Classify && options.Dissectors.Count > 0 ? new(options.Dissectors, options.Classifier) : null;

    /// <summary>What each dissector did; empty without classification.</summary>
    public IReadOnlyList<DissectorStatistics> Dissectors => _classifier?.Statistics ?? [];

    /// <param name="record">Has its key.</param>
    /// <param name="detail">Filled anew.</param>
    /// <param name="part">The first packet's part.</param>
    /// <param name="around">The flow that it is tunnelled in; empty where the key has no parent.</param>
    /// <param name="payload">What was captured behind its headers.</param>
    public void Begin(ref FlowRecord record, ref FlowDetail detail, in PacketPart part, in FlowCopy around, ReadOnlySpan<byte> payload)
    {
        var named = PortLayer.Of(in part, payload);
        var path = named == Layer.None ? part.Path : part.Path.Then(named);
        ulong tracking = record.Key.Tracked().Hash(0), routed = record.Key.Routed().Hash(0);
        detail = new FlowDetail
        {
            Start = part.Time,
            TrackingID = tracking,
            L3TrackingID = routed,
            Path = path,
            SourceMac = part.SourceMac,
            DestinationMac = part.DestinationMac,
            HasLink = part.HasLink,
            Vlans = part.Vlans,
            NetworkId = part.NetworkId,
            TunnelId = part.TunnelId,
            Tunnel = part.Tunnel,
            SourcePort = part.SourcePort,
            DestinationPort = part.DestinationPort,
            IcmpType = part.IcmpType,
            IcmpCode = part.IcmpCode,
        };
        record.UUID = FlowKey.Fold(record.Key.Hash(_place), (ulong)part.Time ^ 0x9E3779B97F4A7C15) | 1;
        if (path.Last is Layer.DNS or Layer.ARP)
            record.State |= FlowState.Short;
        detail.Extra = Extra(ref record, in detail, in part, in around);
    }

    /// <summary>A packet of a flow that more is wanted of than its counters.</summary>
    /// <param name="record">The flow.</param>
    /// <param name="detail">Its detail.</param>
    /// <param name="part">The packet's part.</param>
    /// <param name="isAB">Which way it went.</param>
    /// <param name="bytes">What the part's offsets count in.</param>
    /// <param name="frame">The packet itself.</param>
    /// <returns>Whether the flow's application may have another name now.</returns>
    public bool Attend(ref FlowRecord record, ref FlowDetail detail, in PacketPart part, bool isAB, ReadOnlySpan<byte> bytes, in Frame frame)
    {
        if (detail.Extra is not { } extra)
            return false;
        var payload = bytes.Slice(part.PayloadAt, part.PayloadCaptured);
        if (record.Has(FlowState.Reassemble))
            extra.Tcp!.AddSegment(in part, isAB);
        if (record.Has(FlowState.CountFragments))
        {
            extra.Fragments += part.Fragments;
            extra.FragmentErrors += part.FragmentErrors;
        }
        if (record.Has(FlowState.ReadFields))
            LayerFields.Read(extra, detail.Path.Last, payload, part.Time);
        if (record.Has(FlowState.KeepPackets) && !extra.Packets!.Add(in part, bytes, in frame, options.RawPacketLimit))
            record.State &= ~FlowState.KeepPackets;
        if (!record.Has(FlowState.Classify))
            return false;
        string? before = extra.Classification?.Application;
        if (!Classify(ref extra.Classification, in part, isAB, bytes, payload))
            record.State &= ~FlowState.Classify;
        return !ReferenceEquals(before, extra.Classification?.Application);
    }

    /// <summary>Nothing more comes of the flow.</summary>
    public void End(in FlowRecord record, FlowExtra extra)
    {
        extra.Tcp?.Flush();
        if (record.Has(FlowState.Classify))
            _classifier?.End(ref extra.Classification);
    }

    private bool Classify(ref FlowClassification? flow, in PacketPart part, bool isAB, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload)
    {
        // Behind LLC and SNAP may be IP, which is what counts then.
        bool isLogicalLink = part.IPVersion == 0 && part.LogicalLinkAt > 0;
        bool hasPorts = (part.SourcePort | part.DestinationPort) != 0;
        if (isLogicalLink)
            payload = bytes[part.LogicalLinkAt..Math.Max(part.LogicalLinkAt, part.PayloadAt + part.PayloadCaptured)];
        var packet = new ClassifiedPacket
        {
            Carrier = Carrier(in part),
            Payload = payload,
            FromA = isAB,
            SourcePort = hasPorts ? part.SourcePort : isLogicalLink ? LogicalLink : part.Protocol,
            DestinationPort = hasPorts ? part.DestinationPort : isLogicalLink ? LogicalLink : part.Protocol,
            Time = part.Time,
            Sequence = part.TcpSequence,
            Acknowledgement = (part.TcpFlags & TcpFlags.Ack) != 0 ? part.TcpAcknowledgement : null,
            IsSyn = (part.TcpFlags & TcpFlags.Syn) != 0,
            IsTruncated = part.IsTruncated,
        };
        return _classifier!.Classify(ref flow, in packet);
    }

    // What the classifier takes for the EtherType of a frame with a length.
    private const ushort LogicalLink = 4;

    private static DissectorCarriers Carrier(in PacketPart part) => part.IPVersion == 0 ? DissectorCarriers.Link : part.Protocol switch
    {
        6 => DissectorCarriers.Tcp,
        17 => DissectorCarriers.Udp,
        132 => DissectorCarriers.Sctp,
        _ => DissectorCarriers.IP,
    };

    private FlowExtra? Extra(ref FlowRecord record, in FlowDetail detail, in PacketPart part, in FlowCopy around)
    {
        FlowExtra? extra = null;
        if (record.Key.Parent != 0)
            (extra ??= new()).Tunnel = Ends(in part, in around);
        if (detail.Path.Last == Layer.TCP && (options.ExtraTCPMetric || options.ReassembleTCP))
        {
            (extra ??= new()).Tcp = new TcpMeter(options.ReassembleTCP);
            record.State |= options.ReassembleTCP ? FlowState.Reassemble : 0;
        }
        if (options.IPDefrag && part.IPVersion == 4 && (part.IsLast || part.Fragments > 0))
        {
            (extra ??= new()).HasIPMetric = true;
            record.State |= FlowState.CountFragments;
        }
        if (_fields.Wants(detail.Path.Last))
        {
            extra ??= new();
            record.State |= FlowState.ReadFields;
        }
        if (options.RawPacketLimit != 0 && !part.IsCounted)
        {
            (extra ??= new()).Packets = new RawPacketList();
            record.State |= FlowState.KeepPackets;
        }
        if (_classifier is not null && part is { IsLast: true, IsCounted: false, Tunnel: TunnelType.None } && part.Protocol != PacketWalk.FragmentProtocol)
        {
            extra ??= new();
            record.State |= FlowState.Classify;
        }
        return extra;
    }

    private static TunnelEnds Ends(in PacketPart part, in FlowCopy around)
    {
        // What was counted elsewhere does not tell which of the flow's tunnels it was in.
        var (type, id) = part.IsCounted ? (around.Detail.Tunnel, around.Detail.TunnelId) : (part.Around, part.AroundId);
        return new TunnelEnds(type, id, EndText.Address(in around.Record, isA: true), EndText.Address(in around.Record, isA: false));
    }

    // FNV-1a: the same in every process. Of two captures on one interface each has its flows: the history would take one's for the other's.
    private static ulong PlaceOf(string? node, string? capture)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte letter in Encoding.UTF8.GetBytes($"{node}\n{capture}"))
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }
}
