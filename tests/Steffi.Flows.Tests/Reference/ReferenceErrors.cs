namespace Steffi.Flows.Tests.Reference;

/// <summary>Where the reference is plainly wrong, and Steffi is not to follow it: each difference to the digit, under its reason.</summary>
internal static class ReferenceErrors
{
    private static readonly (string Capture, string Variants, string[] Differences)[] Known =
    [
        // In key mode L3 the reference forgets to count where there is no network layer: ARP flows of no packets.
        ("eth-ip4-arp-dns-req-http-google", "l3-key",
            ["0.Metric.ABPackets: 0 -> 1", "0.Metric.ABBytes: 0 -> 42", "1.Metric.ABPackets: 0 -> 1", "1.Metric.ABBytes: 0 -> 42"]),
        ("icmpv4-4vlanQinQ-id-8-10-20-30", "l3-key",
            ["4.Metric.ABPackets: 0 -> 8", "4.Metric.ABBytes: 0 -> 416", "4.Metric.BAPackets: 0 -> 8", "4.Metric.BABytes: 0 -> 416"]),

        // Between equal addresses the reference contradicts itself: port 60038 is A and sent the payload (its TCPMetric.ABBytes are 262144), yet its
        // Metric counts those packets as B's, and both FINs are A's.
        ("iperf-same-L2L3", "*",
            ["0.Metric.ABPackets: 10 -> 13", "0.Metric.ABBytes: 668 -> 263010", "0.Metric.BAPackets: 13 -> 10", "0.Metric.BABytes: 263010 -> 668",
            "0.TCPMetric.ABFinStart: 1562591429914 -> 1562591429908", "0.TCPMetric.BAFinStart: 0 -> 1562591429914"]),

        // The reference counts the last fragment's frame for the datagram and loses the bytes of those before; the model's bytes are those on the wire.
        ("ipv4-fragments", "extra-layers test-opts-flushed", ["0.Metric.ABBytes: 466 -> 1476"]),

        // The reference shows a stream that was put in order only when it ends or is flushed; its own flushed variant has these numbers.
        ("simple-tcpv6", "extra-layers",
            ["0.TCPMetric.ABPackets: 0 -> 2", "0.TCPMetric.ABBytes: 0 -> 6", "0.TCPMetric.ABSawStart: 0 -> 1", "0.TCPMetric.BAPackets: 0 -> 1",
            "0.TCPMetric.BASawStart: 0 -> 1"]),

        // The capture was cut to 256 bytes; the reference takes what was captured of the segment (204) for what was sent.
        ("link-type-12", "test-opts-flushed", ["0.TCPMetric.ABBytes: 204 -> 1346"]),

        // The reference does not look for TCP within a UDP tunnel: a SYN that it saw (ABSynStart) is no segment.
        ("vxlan-src-port", "extra-layers test-opts-flushed",
            ["1.TCPMetric.ABPackets: 0 -> 1", "1.TCPMetric.ABSawStart: 0 -> 1", "2.TCPMetric.ABPackets: 0 -> 1", "2.TCPMetric.ABSawStart: 0 -> 1"]),
    ];

    /// <param name="capture">Of which capture.</param>
    /// <param name="variant">Of which variant.</param>
    /// <param name="difference">As <c>flow.Field.Key: theirs -> ours</c>.</param>
    /// <returns>True where the difference is one of these.</returns>
    public static bool Explain(string capture, string variant, string difference) => Known.Any(error =>
        error.Capture == capture && (error.Variants == "*" || error.Variants.Split(' ').Contains(variant)) && error.Differences.Contains(difference));
}
