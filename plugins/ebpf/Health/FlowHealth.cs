using Steffi.Bpf;
using Steffi.Flows;

namespace Steffi.Plugins.Ebpf;

/// <summary>Puts TCPHealth, Drops and Fragments on the flows of one table: those whose packets were seen while something is known of them.</summary>
internal sealed class FlowHealth(SharedHealth shared, FlowTable table)
{
    private readonly Dictionary<ConnectionEnds, Seen> _seen = [], _unasked = [];
    private IReadOnlyDictionary<ConnectionEnds, Health> _latest = new Dictionary<ConnectionEnds, Health>();

    /// <summary>Asks anew what is known, and forgets flows of which nothing is.</summary>
    /// <param name="moment">What happened until then is wanted: when the map was taken out of use whose flows come next.</param>
    public void Refresh(long moment)
    {
        _latest = shared.At(moment);
        foreach (var ends in _seen.Keys)
        {
            if (!_latest.ContainsKey(ends))
                _seen.Remove(ends);
        }
        foreach (var (ends, seen) in _unasked)
        {
            if (_latest.ContainsKey(ends))
                _seen.TryAdd(ends, seen);
        }
        _unasked.Clear();
    }

    /// <summary>A packet of a flow.</summary>
    /// <param name="frame">As far as its header of TCP, UDP or ICMP.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="network">Where that part's IP header begins.</param>
    /// <param name="transport">Where that header does.</param>
    /// <param name="isFresh">Whether the last <see cref="Refresh"/> was after it; else it waits for the next.</param>
    public void See(in Frame frame, int part, int network, int transport, bool isFresh)
    {
        if ((isFresh && _latest.Count == 0) || !ConnectionEnds.TryRead(frame.Bytes, network, transport, out var ends))
            return;
        if (_seen.ContainsKey(ends) || (isFresh ? !_latest.ContainsKey(ends) : _unasked.ContainsKey(ends)))
            return;
        var header = frame.Bytes[..Math.Min(frame.Bytes.Length, transport + 20)].ToArray();
        (isFresh ? _seen : _unasked)[ends] = new Seen(header, frame.OriginalLength, frame.LinkType, part);
    }

    /// <summary>Writes what changed.</summary>
    public void Write()
    {
        foreach (var (ends, seen) in _seen)
        {
            if (_latest.TryGetValue(ends, out var health))
                seen.Write(table, health);
        }
    }

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
