namespace Steffi.Flows;

/// <summary>What of a row is read without making the flow: its time in the partition and its totals.</summary>
/// <param name="BeganHere">The partition holds the flow from its first packet on: what its metrics do not tell of the totals lies before them.</param>
/// <param name="Start">Of the flow.</param>
/// <param name="From">Of the flow's time in this partition.</param>
/// <param name="Last">Of the flow, as far as this partition knows.</param>
/// <param name="Metric">Totals.</param>
/// <param name="Finish">Why it ended.</param>
internal readonly record struct RowHead(bool BeganHere, long Start, long From, long Last, FlowMetric Metric, FlowFinishType Finish);

/// <summary>A flow as bytes: head, then ids, ends and details. Version 1. Source of the forms: <see cref="RowWriter"/>.</summary>
internal static class FlowRow
{
    private const int BeganHereFlag = 1, UpdateFlag = 2, LinkFlag = 4, NetworkFlag = 8, TransportFlag = 16, IcmpFlag = 32;

    private static readonly WordList NoWords = new();

    public static void Write(RowWriter row, Flow flow, bool beganHere, long from, WordList words)
    {
        row.VarInt((ulong)((beganHere ? BeganHereFlag : 0) | (flow.LastUpdateMetric is null ? 0 : UpdateFlag) | (flow.Link is null ? 0 : LinkFlag)
            | (flow.Network is null ? 0 : NetworkFlag) | (flow.Transport is null ? 0 : TransportFlag) | (flow.ICMP is null ? 0 : IcmpFlag)
            | ((int)flow.FinishType << 6)));
        row.VarInt((ulong)flow.Start);
        row.Signed(unchecked(from - flow.Start));
        row.Signed(unchecked(flow.Last - flow.Start));
        WriteMetric(row, flow.Metric, flow.Start);
        row.Text(flow.UUID);
        row.Text(flow.TrackingID);
        row.Text(flow.L3TrackingID);
        row.Text(flow.ParentUUID);
        row.Text(flow.NodeTID, words);
        row.Text(flow.CaptureID, words);
        row.Text(flow.LayersPath, words);
        row.Text(flow.Application, words);
        row.Text(flow.ApplicationBy, words);
        if (flow.LastUpdateMetric is { } update) WriteMetric(row, update, flow.Start);
        foreach (var layer in new[] { flow.Link, flow.Network })
        {
            if (layer is null) continue;
            row.Text(layer.Protocol, words);
            row.Text(layer.A);
            row.Text(layer.B);
            row.Signed(layer.ID);
        }

        if (flow.Transport is { } transport)
        {
            row.Text(transport.Protocol, words);
            row.Signed(transport.A);
            row.Signed(transport.B);
            row.Signed(transport.ID);
        }

        if (flow.ICMP is { } icmp)
        {
            row.Text(icmp.Type, words);
            row.Signed(icmp.Code);
            row.Signed(icmp.ID);
        }

        row.Signed(flow.Revision);
        row.Signed(flow.RawPacketsCaptured);
        DetailBytes.Write(row, flow.Details, words);
    }

    /// <exception cref="StoreCorruptException">The bytes are no row.</exception>
    public static RowHead ReadHead(ReadOnlySpan<byte> bytes) => Read(bytes, NoWords, static (ref RowReader row, WordList _) => ReadHead(ref row, out int _));

    /// <exception cref="StoreCorruptException">The bytes are no row.</exception>
    public static string ReadId(ReadOnlySpan<byte> bytes) => Read(bytes, NoWords, static (ref RowReader row, WordList words) =>
    {
        ReadHead(ref row, out int _);
        return row.Text(words) ?? "";
    });

    /// <exception cref="StoreCorruptException">The bytes are no row.</exception>
    public static Flow Read(ReadOnlySpan<byte> bytes, WordList words) => Read(bytes, words, static (ref RowReader row, WordList words) => ReadFlow(ref row, words));

    /// <param name="row">Where to.</param>
    /// <param name="metric">Its times are written as distances.</param>
    /// <param name="start">From here.</param>
    public static void WriteMetric(RowWriter row, FlowMetric metric, long start)
    {
        row.Signed(unchecked(metric.Start - start));
        row.Signed(unchecked(metric.Last - metric.Start));
        row.Signed(metric.ABPackets);
        row.Signed(metric.ABBytes);
        row.Signed(metric.BAPackets);
        row.Signed(metric.BABytes);
        row.Signed(metric.RTT);
    }

    /// <exception cref="StoreCorruptException">The bytes are no metric.</exception>
    public static FlowMetric ReadMetric(ReadOnlySpan<byte> bytes, long start)
    {
        var metric = Read(bytes, NoWords, static (ref RowReader row, WordList _) => ReadMetric(ref row, 0));
        return metric with { Start = unchecked(metric.Start + start), Last = unchecked(metric.Last + start) };
    }

    public static void WriteFacts(RowWriter row, in FlowFacts facts, WordList words)
    {
        row.Text(facts.Application, words);
        row.Text(facts.ApplicationBy, words);
        row.Signed(facts.RTT);
        row.Signed(facts.RawPacketsCaptured);
        DetailBytes.Write(row, facts.Details, words);
    }

    /// <exception cref="StoreCorruptException">The bytes are no facts.</exception>
    public static FlowFacts ReadFacts(ReadOnlySpan<byte> bytes, WordList words) => Read(bytes, words, static (ref RowReader row, WordList words) =>
        new FlowFacts(row.Text(words) ?? "", row.Text(words), row.Signed(), row.Signed(), DetailBytes.Read(ref row, words)));

    public static void WritePacket(RowWriter row, RawPacket packet)
    {
        row.Signed(packet.Timestamp);
        row.Signed(packet.Index);
        row.Signed((int)packet.LinkType);
        row.Signed(packet.OriginalLength);
        row.VarInt((ulong)packet.Data.Length);
        row.Bytes(packet.Data.Span);
    }

    /// <exception cref="StoreCorruptException">The bytes are no packet.</exception>
    public static RawPacket ReadPacket(ReadOnlySpan<byte> bytes) => Read(bytes, NoWords, static (ref RowReader row, WordList _) =>
    {
        var (time, index, link, length) = (row.Signed(), row.Signed(), (LinkType)row.Signed(), (int)row.Signed());
        return new RawPacket(time, index, row.Bytes(row.Count()).ToArray(), link, length);
    });

    /// <exception cref="StoreCorruptException">The bytes are no times.</exception>
    public static (long From, long Last) ReadTimes(ReadOnlySpan<byte> bytes) => Read(bytes, NoWords, static (ref RowReader row, WordList _) => (row.Signed(), row.Signed()));

    private delegate T Reader<T>(ref RowReader row, WordList words);

    /// <summary>Bytes that are something else come to light as exceptions of many kinds, at the place that says where.</summary>
    private static T Read<T>(ReadOnlySpan<byte> bytes, WordList words, Reader<T> read)
    {
        var row = new RowReader(bytes);
        try
        {
            return read(ref row, words);
        }
        catch (Exception error) when (error is InvalidDataException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new StoreCorruptException("flow history, a row", row.Offset, error is InvalidDataException ? error.Message : "the data end or do not fit", error);
        }
    }

    private static Flow ReadFlow(ref RowReader row, WordList words)
    {
        var head = ReadHead(ref row, out int flags);
        string uuid = row.Text(words) ?? "", tracking = row.Text(words) ?? "", l3Tracking = row.Text(words) ?? "";
        string? parent = row.Text(words), node = row.Text(words), capture = row.Text(words);
        string layers = row.Text(words) ?? "", application = row.Text(words) ?? "";
        string? by = row.Text(words);
        FlowMetric? update = (flags & UpdateFlag) != 0 ? ReadMetric(ref row, head.Start) : null;
        var link = (flags & LinkFlag) != 0 ? ReadLayer(ref row, words) : null;
        var network = (flags & NetworkFlag) != 0 ? ReadLayer(ref row, words) : null;
        var transport = (flags & TransportFlag) != 0
            ? new FlowTransport(row.Text(words) ?? "", (int)row.Signed(), (int)row.Signed(), row.Signed()) : null;
        var icmp = (flags & IcmpFlag) != 0 ? new FlowIcmp(row.Text(words) ?? "", (int)row.Signed(), (int)row.Signed()) : null;
        return new Flow
        {
            UUID = uuid,
            TrackingID = tracking,
            L3TrackingID = l3Tracking,
            ParentUUID = parent,
            NodeTID = node,
            CaptureID = capture,
            LayersPath = layers,
            Application = application,
            ApplicationBy = by,
            Link = link,
            Network = network,
            Transport = transport,
            ICMP = icmp,
            Metric = head.Metric,
            LastUpdateMetric = update,
            Start = head.Start,
            Last = head.Last,
            FinishType = head.Finish,
            Revision = row.Signed(),
            RawPacketsCaptured = row.Signed(),
            Details = DetailBytes.Read(ref row, words),
        };
    }

    private static RowHead ReadHead(ref RowReader row, out int flags)
    {
        flags = (int)row.VarInt();
        long start = (long)row.VarInt();
        long from = unchecked(start + row.Signed()), last = unchecked(start + row.Signed());
        return new RowHead((flags & BeganHereFlag) != 0, start, from, last, ReadMetric(ref row, start), (FlowFinishType)(flags >> 6));
    }

    private static FlowLayer ReadLayer(ref RowReader row, WordList words) =>
        new(row.Text(words) ?? "", row.Text(words) ?? "", row.Text(words) ?? "", row.Signed());

    private static FlowMetric ReadMetric(ref RowReader row, long start)
    {
        long from = unchecked(start + row.Signed()), last = unchecked(from + row.Signed());
        return new FlowMetric(row.Signed(), row.Signed(), row.Signed(), row.Signed(), from, last, row.Signed());
    }
}
