namespace Steffi.Flows;

/// <summary>Puts one way's segments in order to count them; keeps no payload.</summary>
internal sealed class SegmentOrder
{
    /// <summary>Segments that wait behind a gap; for one more the gap is given up.</summary>
    private const int MostWaiting = 64;

    private Segment[] _waiting = [];
    private int _count;
    private uint _next;
    private long _lastSeen;
    private bool _started, _ended;

    public void Add(in PacketPart part, ref TcpWay way)
    {
        bool isSyn = (part.TcpFlags & TcpFlags.Syn) != 0, isEnd = (part.TcpFlags & (TcpFlags.Fin | TcpFlags.Rst)) != 0;
        var segment = new Segment(part.TcpSequence, part.PayloadLength, part.Time, isEnd);
        // An acknowledgement is no segment of this way, nor is the end of what was not seen.
        if (_ended || segment.Length == 0 && !isSyn && (!isEnd || !_started && _count == 0))
            return;
        if (!_started && isSyn)
        {
            _started = true;
            _next = segment.Sequence + (uint)segment.Length + 1;
            way.SawStart = true;
            Count(segment.Length, in segment, ref way);
        }
        else if (!_started || (int)(segment.Sequence - _next) > 0)
        {
            Wait(in segment, ref way);
            return;
        }
        else
            Deliver(in segment, ref way);
        DeliverWaiting(ref way);
    }

    public void Flush(ref TcpWay way)
    {
        while (_count > 0)
            SkipGap(ref way);
    }

    private void Wait(in Segment segment, ref TcpWay way)
    {
        if (_count == _waiting.Length)
            Array.Resize(ref _waiting, Math.Max(4, _waiting.Length * 2));
        int at = _count;
        while (at > 0 && (int)(segment.Sequence - _waiting[at - 1].Sequence) < 0)
            at--;
        Array.Copy(_waiting, at, _waiting, at + 1, _count - at);
        _waiting[at] = segment;
        if (++_count == MostWaiting)
            SkipGap(ref way);
    }

    private void SkipGap(ref TcpWay way)
    {
        way.SegmentSkipped++;
        way.SegmentSkippedBytes += _started ? _waiting[0].Sequence - _next : -1;
        _started = true;
        _next = _waiting[0].Sequence;
        DeliverWaiting(ref way);
    }

    private void DeliverWaiting(ref TcpWay way)
    {
        int delivered = 0;
        while (delivered < _count && (int)(_waiting[delivered].Sequence - _next) <= 0)
            Deliver(in _waiting[delivered++], ref way);
        if (delivered == 0)
            return;
        _count -= delivered;
        Array.Copy(_waiting, delivered, _waiting, 0, _count);
        if (_ended)
            _count = 0;
    }

    // What was delivered before counts as a segment of no bytes.
    private void Deliver(in Segment segment, ref TcpWay way)
    {
        int known = (int)(_next - segment.Sequence), fresh = Math.Max(segment.Length - known, 0);
        _next += (uint)fresh;
        if (segment.IsEnd)
            way.SawEnd = _ended = true;
        Count(fresh, in segment, ref way);
    }

    private void Count(int bytes, in Segment segment, ref TcpWay way)
    {
        way.Packets++;
        way.Bytes += bytes;
        if (segment.Time < _lastSeen)
            way.SegmentOutOfOrder++;
        else
            _lastSeen = segment.Time;
    }

    private readonly record struct Segment(uint Sequence, int Length, long Time, bool IsEnd);
}
