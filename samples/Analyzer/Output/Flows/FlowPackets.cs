using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>The packets that flows kept, as one pcap file in the order in which they came.</summary>
internal sealed class FlowPackets(Stream stream) : FlowOutput
{
    private readonly List<(RawPacket Packet, bool IsInner)> packets = [];

    public override void Add(Flow flow) => packets.AddRange(flow.RawPackets.Select(packet => (packet, flow.ParentUUID is not null)));

    public override void Finish()
    {
        int left = 0;
        using (var writer = new CaptureWriter(stream))
            foreach (var packet in InOrder())
                left += writer.TryWrite(new Frame(packet.Data.Span, packet.Timestamp, packet.LinkType, packet.OriginalLength)) ? 0 : 1;
        if (left > 0)
            Console.Error.WriteLine($"steffi: {left} packets are left out: a pcap file holds one link type, and the first packet has another");
    }

    // A frame in a tunnel was kept by the flow around and by the flow within.
    private IEnumerable<RawPacket> InOrder()
    {
        var sameTime = new List<RawPacket>();
        foreach (var (packet, isInner) in packets.OrderBy(one => one.Packet.Timestamp).ThenBy(one => one.IsInner))
        {
            if (sameTime.Count > 0 && sameTime[0].Timestamp != packet.Timestamp)
                sameTime.Clear();
            if (isInner && sameTime.Any(other => other.Data.Span.SequenceEqual(packet.Data.Span)))
                continue;
            sameTime.Add(packet);
            yield return packet;
        }
    }
}
