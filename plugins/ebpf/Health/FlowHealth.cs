using Steffi.Flows;

namespace Steffi.Plugins.Ebpf;

/// <summary>Puts TCPHealth on the flows of one table: those whose packets were seen while something is known of their connection.</summary>
internal sealed class FlowHealth(SharedHealth shared, FlowTable table)
{
    private const string Field = "TCPHealth";
    private readonly Dictionary<ConnectionEnds, Seen> _seen = [];
    private IReadOnlyDictionary<ConnectionEnds, TcpHealth> _latest = new Dictionary<ConnectionEnds, TcpHealth>();

    /// <summary>Asks anew what is known, and forgets connections of which nothing is.</summary>
    public void Refresh()
    {
        _latest = shared.Latest;
        foreach (var ends in _seen.Keys)
        {
            if (!_latest.ContainsKey(ends))
                _seen.Remove(ends);
        }
    }

    /// <summary>A packet of a flow.</summary>
    public void See(ReadOnlySpan<byte> bytes, int length, LinkType linkType, int part, int network, int transport)
    {
        if (_latest.Count == 0 || !ConnectionEnds.TryRead(bytes, network, transport, out var ends) || !_latest.ContainsKey(ends) || _seen.ContainsKey(ends))
            return;
        _seen[ends] = new Seen(bytes[..Math.Min(bytes.Length, transport + 20)].ToArray(), length, linkType, part);
    }

    /// <summary>Writes what changed.</summary>
    public void Write()
    {
        foreach (var (ends, seen) in _seen)
        {
            if (!_latest.TryGetValue(ends, out var health))
                continue;
            var field = health.ToMetadata();
            if (field != seen.Written && table.Describe(new Frame(seen.Header, 0, seen.LinkType, seen.Length), seen.Part, Field, field))
                seen.Written = field;
        }
    }

    private sealed class Seen(byte[] header, int length, LinkType linkType, int part)
    {
        public byte[] Header => header;
        public int Length => length;
        public LinkType LinkType => linkType;
        public int Part => part;
        public Metadata Written;
    }
}
