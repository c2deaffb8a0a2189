using System.Globalization;

namespace Steffi.Flows;

/// <summary>Makes <see cref="Flow"/>s of records. Thread-safe.</summary>
internal sealed class FlowSnapshots(FlowTableOptions options)
{
    private const long Millisecond = 1_000_000;
    private readonly Dictionary<(string Protocol, int Port), string> _ports = Ports(options.PortMap);

    public Flow Of(in FlowCopy copy)
    {
        ref readonly var record = ref copy.Record;
        ref readonly var detail = ref copy.Detail;
        var (application, by) = Application(in copy);
        return new Flow
        {
            UUID = EndText.Id(record.UUID),
            TrackingID = EndText.Id(detail.TrackingID),
            L3TrackingID = EndText.Id(detail.L3TrackingID),
            ParentUUID = record.Key.Parent == 0 ? null : EndText.Id(record.Key.Parent),
            NodeTID = options.NodeTID,
            CaptureID = options.CaptureID,
            LayersPath = detail.Path.ToString(),
            Application = application,
            ApplicationBy = options.Classify ? by : null,
            Link = detail.HasLink ? new FlowLayer("ETHERNET", EndText.Mac(detail.SourceMac), EndText.Mac(detail.DestinationMac), detail.Vlans) : null,
            Network = EndText.Address(in record, isA: true) is { } address
                ? new FlowLayer(record.Key.IPVersion == 4 ? "IPV4" : "IPV6", address, EndText.Address(in record, isA: false)!, detail.NetworkId)
                : null,
            Transport = Transport(in copy),
            ICMP = Icmp(in copy),
            Metric = new FlowMetric(
                record.ABPackets, record.ABBytes, record.BAPackets, record.BABytes, detail.Start / Millisecond, record.Last / Millisecond, detail.RTT),
            LastUpdateMetric = detail.PeriodLast == 0
                ? null
                : new FlowMetric(
                    detail.PeriodABPackets, detail.PeriodABBytes, detail.PeriodBAPackets, detail.PeriodBABytes,
                    detail.PeriodStart / Millisecond, detail.PeriodLast / Millisecond, detail.RTT),
            Start = detail.Start / Millisecond,
            Last = record.Last / Millisecond,
            FinishType = detail.FinishType,
            Revision = Math.Max(detail.Revision, 1),
            RawPacketsCaptured = copy.Packets.Count,
            RawPackets = copy.Packets,
            Details = FlowDetails.Of(in copy),
        };
    }

    /// <summary>What the flow is called, and who says so.</summary>
    public (string Name, string By) Application(in FlowCopy copy)
    {
        if (copy.Confirmed is { } confirmed)
            return (confirmed, "dissector");
        string? named = _ports.Count == 0 || Transport(in copy) is not { } transport
            ? null
            : _ports.GetValueOrDefault((transport.Protocol, transport.A)) ?? _ports.GetValueOrDefault((transport.Protocol, transport.B));
        return named is not null ? (named, "port") : (copy.Detail.Path.Last.Name(), "layer");
    }

    private static FlowTransport? Transport(in FlowCopy copy)
    {
        string? protocol = copy.Record.Key.Protocol switch { 6 => "TCP", 17 or 136 => "UDP", 132 => "SCTP", _ => null };
        return protocol is null || copy.Record.Key.IPVersion == 0 || !copy.Detail.HasPorts
            ? null
            : new FlowTransport(protocol, copy.Detail.SourcePort, copy.Detail.DestinationPort);
    }

    private static FlowIcmp? Icmp(in FlowCopy copy)
    {
        var key = copy.Record.Key;
        return key.IPVersion != 0 && key.Protocol is 1 or 58
            ? new FlowIcmp(((IcmpClass)(key.Extra >> 24)).Name(), (byte)(key.Extra >> 16), (ushort)key.Extra)
            : null;
    }

    private static Dictionary<(string, int), string> Ports(IReadOnlyDictionary<string, string> map)
    {
        var ports = new Dictionary<(string, int), string>();
        foreach (var (port, name) in map)
        {
            string[] parts = port.Split('/');
            if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > ushort.MaxValue)
                throw new ArgumentException($"PortMap: expected tcp/PORT or udp/PORT, got {port}", nameof(map));
            ports[(parts[0].ToUpperInvariant(), number)] = name;
        }
        return ports;
    }
}
