using System.Diagnostics;
using Steffi.Bpf;
using Steffi.Flows;

namespace Steffi.Plugins.Ebpf;

/// <summary>Puts TCPHealth, Drops and Fragments on the flows of one table: those whose packets were seen while something is known of them.</summary>
internal sealed class FlowHealth(SharedHealth shared, FlowTable table)
{
    /// <summary>Flows that wait to be asked for; the kernel does not know more connections.</summary>
    private const int MostUnasked = 16384;

    private readonly Dictionary<ConnectionEnds, Seen> _seen = [];
    private readonly Dictionary<ConnectionEnds, (Seen Flow, long At)> _unasked = [];
    private IReadOnlyDictionary<ConnectionEnds, Health> _latest = new Dictionary<ConnectionEnds, Health>(), _written = new Dictionary<ConnectionEnds, Health>();
    private long _readAt, _moment;

    /// <summary>Asks anew what is known, and forgets flows of which nothing is.</summary>
    /// <param name="moment">What happened until then is wanted: when the map was taken out of use whose flows come next.</param>
    /// <param name="isLast">Whether it has to be there now.</param>
    public void Refresh(long moment, bool isLast)
    {
        _moment = moment;
        var latest = shared.At(moment, isLast, out _readAt);
        if (ReferenceEquals(latest, _latest))
            return;
        _latest = latest;
        foreach (var ends in _seen.Keys)
        {
            if (!_latest.ContainsKey(ends))
                _seen.Remove(ends);
        }
        foreach (var (ends, (flow, at)) in _unasked)
        {
            if (_latest.ContainsKey(ends))
                _seen.TryAdd(ends, flow);
            if (at <= _readAt)
                _unasked.Remove(ends);
        }
    }

    /// <summary>A packet of a flow.</summary>
    /// <param name="frame">As far as its header of TCP, UDP or ICMP.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="network">Where that part's IP header begins.</param>
    /// <param name="transport">Where that header does.</param>
    /// <param name="isOfTurn">Whether it came before the last <see cref="Refresh"/>'s moment.</param>
    public void See(in Frame frame, int part, int network, int transport, bool isOfTurn)
    {
        bool isFresh = isOfTurn && _readAt >= _moment;
        if ((isFresh && _latest.Count == 0) || !ConnectionEnds.TryRead(frame.Bytes, network, transport, out var ends))
            return;
        if (_seen.ContainsKey(ends) || (isFresh ? !_latest.ContainsKey(ends) : _unasked.Count >= MostUnasked))
            return;
        if (isFresh)
            _seen[ends] = SeenIn(in frame, part, transport);
        else if (!_unasked.TryGetValue(ends, out var before))
            _unasked[ends] = (SeenIn(in frame, part, transport), isOfTurn ? _moment : Stopwatch.GetTimestamp());
        else
            _unasked[ends] = (before.Flow, isOfTurn ? _moment : Stopwatch.GetTimestamp());
    }

    /// <summary>Writes what changed.</summary>
    public void Write()
    {
        if (ReferenceEquals(_latest, _written))
            return;
        _written = _latest;
        foreach (var (ends, seen) in _seen)
        {
            if (_latest.TryGetValue(ends, out var health))
                seen.Write(table, health);
        }
    }

    private static Seen SeenIn(in Frame frame, int part, int transport) =>
        new(frame.Bytes[..Math.Min(frame.Bytes.Length, transport + 20)].ToArray(), frame.OriginalLength, frame.LinkType, part);

    private sealed class Seen(byte[] header, int length, LinkType linkType, int part)
    {
        private Metadata _tcpHealth, _drops, _fragments;

        public void Write(FlowTable table, Health health)
        {
            Write(table, "TCPHealth", health.ToTcpHealth(), ref _tcpHealth);
            Write(table, "Drops", health.ToDrops(), ref _drops);
            Write(table, "Fragments", health.ToFragments(), ref _fragments);
        }

        private void Write(FlowTable table, string field, Metadata value, ref Metadata written)
        {
            if (value != written && table.Describe(new Frame(header, 0, linkType, length), part, field, value))
                written = value;
        }
    }
}
