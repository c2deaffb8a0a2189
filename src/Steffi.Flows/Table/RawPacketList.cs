namespace Steffi.Flows;

/// <summary>The packets that are kept of a flow. Written by the thread that feeds, read by any.</summary>
internal sealed class RawPacketList
{
    private RawPacket[] _packets = new RawPacket[1];
    private int _count;

    /// <param name="part">The flow's part of the frame: what is around it belongs to other flows.</param>
    /// <param name="bytes">What the part's payload lies in.</param>
    /// <param name="frame">What came.</param>
    /// <param name="limit">-1: all.</param>
    /// <returns>False when this was the last.</returns>
    public bool Add(in PacketPart part, ReadOnlySpan<byte> bytes, in Frame frame, int limit)
    {
        var linkType = part is { Start: 0, BeginsInDatagram: false } ? null : LinkTypeOf(part.Path[0]);
        var data = linkType is null ? frame.Bytes : (part.BeginsInDatagram ? bytes : frame.Bytes)[part.Start..];
        int original = Math.Max(linkType is null ? frame.OriginalLength : part.BeginsInDatagram ? 0 : frame.OriginalLength - part.Start, data.Length);
        if (_count == _packets.Length)
        {
            var larger = new RawPacket[_packets.Length * 2];
            _packets.CopyTo(larger, 0);
            Volatile.Write(ref _packets, larger);
        }
        _packets[_count] = new RawPacket(part.Time, _count + 1, data.ToArray(), linkType ?? frame.LinkType, original);
        Volatile.Write(ref _count, _count + 1);
        return limit < 0 || _count < limit;
    }

    // What begins with anything else no link type says alone: the frame does.
    private static LinkType? LinkTypeOf(Layer first) => first switch
    {
        Layer.Ethernet => LinkType.Ethernet,
        Layer.IPv4 or Layer.IPv6 => LinkType.Raw,
        Layer.PPP => LinkType.Ppp,
        Layer.MPLS => LinkType.Mpls,
        _ => null,
    };

    /// <summary>Those there are now.</summary>
    public IReadOnlyList<RawPacket> Snapshot()
    {
        int count = Volatile.Read(ref _count);
        return new ArraySegment<RawPacket>(Volatile.Read(ref _packets), 0, count);
    }
}
