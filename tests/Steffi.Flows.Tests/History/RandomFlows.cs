namespace Steffi.Flows.Tests;

/// <summary>Flows of every shape, and the reports of each in its life.</summary>
internal sealed class RandomFlows(int seed)
{
    private readonly Random _random = new(seed);
    private int _next;

    public const long Origin = 1_700_000_000_000;

    /// <summary>The reports of one flow: totals grow, each carries its period.</summary>
    public List<Flow> Life()
    {
        var first = One();
        var reports = new List<Flow>();
        var total = new FlowMetric(0, 0, 0, 0, first.Start, first.Start);
        long at = first.Start;
        for (int i = 0, count = 1 + _random.Next(4); i < count; i++)
        {
            long last = at + _random.Next(1, 60_000);
            var period = new FlowMetric(_random.Next(1, 50), _random.Next(100_000), _random.Next(50), _random.Next(100_000), at, last, _random.Next(2) * 1000);
            total = new FlowMetric(
                total.ABPackets + period.ABPackets, total.ABBytes + period.ABBytes, total.BAPackets + period.BAPackets, total.BABytes + period.BABytes, first.Start, last, period.RTT);
            // A dissector says more, or a counter of the details goes on.
            var before = reports.LastOrDefault() ?? first;
            bool isKnown = _random.Next(3) == 0;
            reports.Add(first with
            {
                Application = isKnown ? new[] { "TLS", "QUIC", "HTTP" }[_random.Next(3)] : before.Application,
                Details = isKnown ? Metadata.Of(("TCPMetric", Metadata.Of(("ABPackets", total.ABPackets)))) : before.Details,
                RawPacketsCaptured = before.RawPacketsCaptured + (isKnown ? 1 : 0),
                Metric = total,
                LastUpdateMetric = period,
                Last = last,
                Revision = i + 1,
                FinishType = i == count - 1 ? (FlowFinishType)_random.Next(4) : FlowFinishType.NotFinished,
            });
            at = last;
        }

        return reports;
    }

    public Flow One()
    {
        int number = _next++;
        long start = Origin + _random.Next(3_600_000);
        bool isV6 = _random.Next(4) == 0;
        string Address() => isV6 ? $"2001:db8::{_random.Next(1, 20):x}" : $"10.0.{_random.Next(4)}.{_random.Next(10)}";
        return new Flow
        {
            UUID = $"{(ulong)number * 0x9E3779B97F4A7C15:x16}",
            TrackingID = _random.Next(10) == 0 ? $"Tracking{number / 2}" : $"{(ulong)(number / 2) + 1:x16}",
            L3TrackingID = $"{(ulong)(number / 3) + 1:x16}",
            ParentUUID = _random.Next(5) == 0 ? $"{_random.Next(100):x16}" : null,
            NodeTID = _random.Next(10) == 0 ? null : $"5f8b{_random.Next(5)}-tid",
            CaptureID = _random.Next(3) == 0 ? null : $"capture{_random.Next(3)}",
            LayersPath = isV6 ? "Ethernet/IPv6/TCP" : "Ethernet/Dot1Q/IPv4/UDP/DNS",
            Application = new[] { "TCP", "UDP", "DNS", "TLS", "ÄÖ" }[_random.Next(5)],
            ApplicationBy = _random.Next(2) == 0 ? null : "dissector",
            Link = _random.Next(10) == 0 ? null : new FlowLayer("ETHERNET", $"02:00:00:00:00:{_random.Next(20):x2}", $"02:00:00:00:01:{_random.Next(20):X2}", _random.Next(2) * 100),
            Network = _random.Next(10) == 0 ? null : new FlowLayer(isV6 ? "IPV6" : "IPV4", Address(), Address(), _random.Next(2) * 10),
            Transport = _random.Next(5) == 0 ? null : new FlowTransport("TCP", _random.Next(65_536), new[] { 53, 80, 443 }[_random.Next(3)]),
            ICMP = _random.Next(5) == 0 ? new FlowIcmp("ECHO", _random.Next(3), _random.Next(65_536)) : null,
            Metric = new FlowMetric(1, 60, 0, 0, start, start),
            Start = start,
            Last = start,
            Details = _random.Next(2) == 0
                ? default
                : Metadata.Of(
                    ("TLS", Metadata.Of(("SNI", $"host{_random.Next(10)}.example"), ("ALPN", new[] { "h2", "http/1.1" }), ("Resumed", _random.Next(2) == 0))),
                    ("CommunityID", "1:abc="), ("Ratio", 0.5), ("None", MetadataValue.Null), ("Big", long.MinValue + _random.Next())),
        };
    }
}
