namespace Steffi.Flows;

/// <summary>One way of a TCP connection; times are milliseconds since 1970, 0 where nothing was seen.</summary>
internal struct TcpWay
{
    public long SynStart, FinStart, RstStart;
    public byte SynTTL;

    /// <summary>Segments and payload bytes in order; what is beyond a gap counts when the gap closes or is given up.</summary>
    public long Packets, Bytes;

    /// <summary>Segments that were sent before one that came before them.</summary>
    public long SegmentOutOfOrder;

    /// <summary>Gaps that were given up, and their bytes; -1 byte where the stream's beginning was not seen.</summary>
    public long SegmentSkipped, SegmentSkippedBytes;

    public bool SawStart, SawEnd;
}

/// <summary>What a flow's TCPMetric holds.</summary>
internal struct TcpMetric
{
    public TcpWay AB, BA;
}

/// <summary>Counts SYN, FIN and RST of a flow, and where asked its segments in order.</summary>
internal sealed class TcpMeter(bool reassemble)
{
    private readonly SegmentOrder? _ab = reassemble ? new() : null, _ba = reassemble ? new() : null;
    private TcpMetric _metric;

    public TcpMetric Metric => _metric;

    public void Add(in PacketPart part, bool isAB)
    {
        ref var way = ref isAB ? ref _metric.AB : ref _metric.BA;
        long time = part.Time / 1_000_000;
        if ((part.TcpFlags & TcpFlags.Syn) != 0)
        {
            if (way.SynStart == 0)
                (way.SynStart, way.SynTTL) = (time, part.TimeToLive);
        }
        else if ((part.TcpFlags & TcpFlags.Fin) != 0)
            way.FinStart = time;
        else if ((part.TcpFlags & TcpFlags.Rst) != 0)
            way.RstStart = time;
    }

    public void Add(in CountedFlow counted, bool isAB)
    {
        Add(ref isAB ? ref _metric.AB : ref _metric.BA, counted.ABSynStart, counted.ABSynTTL, counted.ABFinStart, counted.ABRstStart);
        Add(ref isAB ? ref _metric.BA : ref _metric.AB, counted.BASynStart, counted.BASynTTL, counted.BAFinStart, counted.BARstStart);
    }

    private static void Add(ref TcpWay way, long syn, byte timeToLive, long fin, long rst)
    {
        if (way.SynStart == 0 && syn != 0)
            (way.SynStart, way.SynTTL) = (syn / 1_000_000, timeToLive);
        if (fin != 0)
            way.FinStart = fin / 1_000_000;
        if (rst != 0)
            way.RstStart = rst / 1_000_000;
    }

    public void AddSegment(in PacketPart part, bool isAB)
    {
        if (isAB) _ab?.Add(in part, ref _metric.AB); else _ba?.Add(in part, ref _metric.BA);
    }

    /// <summary>Counts what waits behind gaps: nothing more comes.</summary>
    public void Flush()
    {
        _ab?.Flush(ref _metric.AB);
        _ba?.Flush(ref _metric.BA);
    }
}

/// <summary>Control bits of a TCP header.</summary>
internal static class TcpFlags
{
    public const byte Fin = 1, Syn = 2, Rst = 4, Ack = 16;
}
