namespace Steffi.Flows;

/// <summary>Reads one partition: which rows a lookup leaves, the flows there, and their metrics.</summary>
internal sealed class HistoryReader(IFlowStore store, HistoryPartition partition, CancellationToken cancel)
{
    /// <summary>With so few rows left, reading them is cheaper than another look into the index.</summary>
    private const int FewRows = 32;

    /// <summary>Of how many rows one must be wanted that the partition is read through instead of row by row.</summary>
    private const int Dense = 16;

    // Read before the store is: it is not to be called from a visit.
    private readonly WordList _words = partition.Words;

    /// <summary>Flows looked at.</summary>
    public int Read { get; private set; }

    /// <summary>The candidates that went on within [from, last], each as it was known at the end of it.</summary>
    public List<Flow> Find(FlowLookup lookup, long from, long last)
    {
        var found = new List<Flow>();
        var asOf = new FlowAsOf(last, _words, found);
        Visit(Select(lookup), from, last, (key, value) =>
        {
            if (key.Length != HistoryKey.FlowLength)
            {
                asOf.Add(key, value);
                return;
            }

            asOf.End();
            Read++;
            var head = FlowRow.ReadHead(value);
            if (head.From <= last && head.Last >= from) asOf.Begin(FlowRow.Read(value, _words), head.BeganHere);
        });
        asOf.End();
        return found;
    }

    /// <summary>The ids, as numbers, of the flows that went on within [from, last].</summary>
    public void AddIds(long from, long last, HashSet<ulong> ids) => Visit(null, from, last, (key, value) =>
    {
        if (key.Length != HistoryKey.FlowLength) return;
        Read++;
        var head = FlowRow.ReadHead(value);
        if (head.From <= last && head.Last >= from) ids.Add(HistoryKey.Hash64(FlowRow.ReadId(value)));
    });

    /// <summary>The metrics that overlap [from, last] of the flows that fulfil lookup and condition; those of a flow together and in time.</summary>
    public List<FlowPoint> ReadMetrics(FlowLookup lookup, Func<Flow, bool>? where, long from, long last)
    {
        var found = new List<FlowPoint>();
        var flow = new MetricsOfRow(from, last, found);
        Visit(Select(lookup), from, last, (key, value) =>
        {
            if (key.Length != HistoryKey.FlowLength)
            {
                if (key.Length == HistoryKey.MetricLength) flow.Add(HistoryKey.TimeOf(key), value);
                return;
            }

            flow.End();
            Read++;
            var head = FlowRow.ReadHead(value);
            if (head.From > last || head.Last < from || (where is not null && !where(FlowRow.Read(value, _words)))) return;
            flow.Begin(FlowRow.ReadId(value), head);
        });
        flow.End();
        return found;
    }

    /// <summary>The packets that were kept of the flows that fulfil lookup and condition.</summary>
    public List<FlowPacket> ReadPackets(FlowLookup lookup, Func<Flow, bool> where, long from, long last)
    {
        var flows = new List<(uint Row, string UUID)>();
        Visit(Select(lookup), from, last, (key, value) =>
        {
            if (key.Length != HistoryKey.FlowLength) return;
            var head = FlowRow.ReadHead(value);
            if (head.From > last || head.Last < from || FlowRow.Read(value, _words) is not { RawPacketsCaptured: > 0 } flow || !where(flow)) return;
            flows.Add((HistoryKey.RowOf(key), flow.UUID));
        });
        var found = new List<FlowPacket>();
        foreach (var (row, uuid) in flows)
        {
            byte[] packets = HistoryKey.Packets(partition.Number, row);
            Scan(packets, HistoryKey.After(packets), (_, value) =>
            {
                found.Add(new FlowPacket(uuid, FlowRow.ReadPacket(value)));
                return true;
            });
        }

        return found;
    }

    private delegate void Visitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>The entries of some rows, or of all whose flows may have gone on within [from, last].</summary>
    private void Visit(uint[]? rows, long from, long last, Visitor visit)
    {
        if (rows is null || rows.Length > partition.Rows / Dense)
        {
            uint blocks = (partition.Rows + RowTimes.BlockLength - 1) / RowTimes.BlockLength;
            for (uint block = 0, end; block < blocks; block = end + 1)
            {
                for (end = block; end < blocks && partition.Times.Overlaps(end, from, last);) end++;
                if (end > block) VisitBlocks(block, end, rows, visit);
            }

            return;
        }

        foreach (uint row in rows) Scan(HistoryKey.Flow(partition.Number, row), HistoryKey.Flow(partition.Number, row + 1), (key, value) =>
        {
            visit(key, value);
            return true;
        });
    }

    private void VisitBlocks(uint first, uint end, uint[]? rows, Visitor visit)
    {
        int at = 0;
        bool isWanted = true;
        Scan(HistoryKey.Flow(partition.Number, first * RowTimes.BlockLength), HistoryKey.Flow(partition.Number, end * RowTimes.BlockLength), (key, value) =>
        {
            if (rows is not null && key.Length == HistoryKey.FlowLength)
            {
                uint row = HistoryKey.RowOf(key);
                while (at < rows.Length && rows[at] < row) at++;
                isWanted = at < rows.Length && rows[at] == row;
            }

            if (isWanted) visit(key, value);
            return true;
        });
    }

    /// <summary>The rows that may fulfil every demand, in order; null for all.</summary>
    private uint[]? Select(FlowLookup lookup)
    {
        uint[]? rows = null;
        foreach (var terms in lookup.Demands)
        {
            uint[] these = RowsOf(terms);
            rows = rows is null ? these : Array.FindAll(rows, row => Array.BinarySearch(these, row) >= 0);
            if (rows.Length <= FewRows) break;
        }

        return rows;
    }

    /// <summary>The rows with one of the terms, each once and in order.</summary>
    private uint[] RowsOf(IReadOnlyList<FlowTerm> terms)
    {
        var rows = new List<uint>();
        foreach (var term in terms)
        {
            byte[] key = HistoryKey.Index(partition.Number, term.Field, HistoryKey.HashOf(term.Value));
            Scan(key, HistoryKey.After(key), (_, value) =>
            {
                var numbers = new RowReader(value);
                for (uint row = 0; !numbers.IsAtEnd; rows.Add(row)) row += (uint)numbers.VarInt();
                return true;
            });
        }

        rows.Sort();
        return [.. rows.Distinct()];
    }

    private void Scan(byte[] from, byte[] to, FlowStoreVisitor visit)
    {
        int untilCheck = 0;
        store.Scan(from, to, (key, value) =>
        {
            if (untilCheck-- == 0)
            {
                cancel.ThrowIfCancellationRequested();
                untilCheck = 1024;
            }

            return visit(key, value);
        });
    }

    /// <summary>Collects one row's metrics; those before the first that is written are what the totals leave over.</summary>
    private sealed class MetricsOfRow(long from, long last, List<FlowPoint> found)
    {
        private string? _flow;
        private RowHead _head;
        private FlowMetric _rest;
        private int _first;

        public void Begin(string flow, RowHead head)
        {
            (_flow, _head, _rest, _first) = (flow, head, head.Metric, found.Count);
        }

        public void Add(long start, ReadOnlySpan<byte> value)
        {
            if (_flow is null) return;
            var metric = FlowRow.ReadMetric(value, start);
            _rest = _rest.Without(metric) with { Last = Math.Min(_rest.Last, start) };
            if (metric.Start <= last && metric.Last >= from) found.Add(new FlowPoint(_flow, metric));
        }

        public void End()
        {
            if (_flow is not null && _head.BeganHere && Math.Max(Math.Max(_rest.ABPackets, _rest.BAPackets), Math.Max(_rest.ABBytes, _rest.BABytes)) > 0 && _rest.Start <= last && _rest.Last >= from)
                found.Insert(_first, new FlowPoint(_flow!, _rest));
            _flow = null;
        }
    }
}
