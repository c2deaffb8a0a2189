namespace Steffi.Flows;

/// <summary>The packets that are kept of a flow. Written by the thread that feeds, read by any.</summary>
internal sealed class RawPacketList
{
    private RawPacket[] _packets = new RawPacket[1];
    private int _count;

    /// <param name="part">The flow's part of the frame: what is around it belongs to other flows.</param>
    /// <param name="bytes">What the part's offsets count in.</param>
    /// <param name="frame">Whose link type the outermost part has.</param>
    /// <param name="limit">-1: all.</param>
    /// <returns>False when this was the last.</returns>
    public bool Add(in PacketPart part, ReadOnlySpan<byte> bytes, in Frame frame, int limit)
    {
        bool isFrame = part.Start == 0 && !part.IsInDatagram || part.Path.Count == 0;
        var data = isFrame ? frame.Bytes : bytes[part.Start..];
        var linkType = isFrame ? frame.LinkType : part.HasLink ? LinkType.Ethernet : LinkType.Raw;
        int original = isFrame ? frame.OriginalLength : Math.Max(part.Length, data.Length);
        if (_count == _packets.Length)
        {
            var larger = new RawPacket[_packets.Length * 2];
            _packets.CopyTo(larger, 0);
            Volatile.Write(ref _packets, larger);
        }
        _packets[_count] = new RawPacket(part.Time, _count + 1, data.ToArray(), linkType, original);
        Volatile.Write(ref _count, _count + 1);
        return limit < 0 || _count < limit;
    }

    /// <summary>Those there are now.</summary>
    public IReadOnlyList<RawPacket> Snapshot()
    {
        int count = Volatile.Read(ref _count);
        return new ArraySegment<RawPacket>(Volatile.Read(ref _packets), 0, count);
    }
}
