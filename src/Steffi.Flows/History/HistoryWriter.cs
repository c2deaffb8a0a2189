using System.Runtime.InteropServices;

namespace Steffi.Flows;

/// <summary>
/// Puts updates into the newest partition: a flow's row anew with each, its last period as a metric behind it, and its terms into the index
/// once. Used by one thread (benchmark: FlowHistoryFigure).
/// </summary>
internal sealed class HistoryWriter(IFlowStore store, FlowHistoryOptions options, IEnumerable<HistoryPartition> known)
{
    /// <summary>Bounds what is remembered of the flows of a partition, and what a search without an index goes through.</summary>
    private const uint MostRows = 500_000;

    /// <summary>By which portion of the retention time, and of the room, partitions are dropped.</summary>
    private const int Portions = 168, RoomPortions = 32;

    private Dictionary<ulong, Place> _places = [];
    private (HistoryPartition Partition, Dictionary<ulong, Place> Places)? _former;
    private readonly Dictionary<uint, Flow> _told = [];
    private readonly Dictionary<(FlowField Field, uint Hash), List<uint>> _rows = [];
    private readonly List<FlowTerm> _terms = [];
    private readonly HashSet<uint> _widened = [];
    private readonly FlowStoreBatch _batch = new();
    private readonly RowWriter _bytes = new();
    private HistoryPartition[] _partitions = [.. known];
    private HistoryPartition? _open;
    private int _wordsWritten;
    private long _length;

    /// <summary>Where a flow is in the open partition, and by which terms it is found there.</summary>
    private struct Place
    {
        public uint Row;
        public bool BeganHere;
        public long From;
        public int Terms;
        public long Packets;

        /// <summary>A hash of its facts; 0 where they are not remembered.</summary>
        public int Facts;

        /// <summary>Since when they are known.</summary>
        public long FactsSince;

        public bool IsEnded;
    }

    /// <summary>The oldest first. To be read by any thread.</summary>
    public IReadOnlyList<HistoryPartition> Partitions => Volatile.Read(ref _partitions);

    /// <summary>Goes on with the newest partition of an earlier process, unless it is due to be closed.</summary>
    public void Resume()
    {
        if (_partitions is not [.., var newest] || IsFull(newest)) return;
        store.Scan(HistoryKey.Flow(newest.Number, 0), HistoryKey.FlowsEnd(newest.Number), (key, value) =>
        {
            if (key.Length != HistoryKey.FlowLength) return true;
            var head = FlowRow.ReadHead(value);
            // Its terms are written once more with its next update: which they were is not remembered.
            _places[HistoryKey.Hash64(FlowRow.ReadId(value))] = new Place { Row = HistoryKey.RowOf(key), BeganHere = head.BeganHere, From = head.From };
            return true;
        });
        (_open, _wordsWritten, _length) = (newest, newest.Words.Count, 0);
    }

    /// <exception cref="IOException">The store did not take them; none is kept.</exception>
    public void Write(List<Flow> updates)
    {
        var partition = _open is { } open && !IsFull(open) ? open : Open();
        _batch.Clear();
        _rows.Clear();
        _widened.Clear();
        _told.Clear();
        foreach (var flow in updates) Add(partition, flow);
        foreach (var ((field, hash), rows) in _rows) PutRows(HistoryKey.Index(partition.Number, field, hash), partition.Batches, rows);
        PutWords(partition);
        foreach (uint block in _widened)
        {
            partition.Times.Write(_bytes, block);
            _batch.Put(HistoryKey.Times(partition.Number, block), _bytes.Written);
        }

        partition.Batches++;
        partition.Written = options.Time.GetUtcNow().ToUnixTimeMilliseconds();
        partition.WriteHead(_bytes);
        _batch.Put(HistoryKey.Head(partition.Number), _bytes.Written);
        try
        {
            store.Write(_batch);
        }
        catch
        {
            // What is remembered of the partition is no longer what it holds: another one begins with the next update.
            _open = null;
            throw;
        }

        _length += _batch.Length;
    }

    /// <summary>Drops what is older than the retention time, and the oldest while the store is larger than it may be.</summary>
    public void ApplyRetention()
    {
        long horizon = options.Time.GetUtcNow().ToUnixTimeMilliseconds() - (long)options.Retention.TotalMilliseconds;
        while (_partitions is [var oldest, ..] && (oldest.Written < horizon || (_partitions.Length > 1 && store.Bytes > options.MaxBytes)))
        {
            if (oldest == _open) _open = null;
            Volatile.Write(ref _partitions, _partitions[1..]);
            byte[] head = HistoryKey.Head(oldest.Number);
            store.Drop(head, HistoryKey.After(head));
            store.Drop(HistoryKey.Partition(oldest.Number), HistoryKey.Partition(oldest.Number + 1));
        }
    }

    private bool IsFull(HistoryPartition partition) => partition.Rows >= MostRows || _length > options.MaxBytes / RoomPortions
        || (options.Time.GetUtcNow().ToUnixTimeMilliseconds() - partition.Opened) > options.Retention.TotalMilliseconds / Portions;

    private HistoryPartition Open()
    {
        var former = _partitions is [.., var newest] ? newest : null;
        // What flows that go on were known to be is told with their next update.
        _former = former is null ? null : (former, _places.Where(place => !place.Value.IsEnded).ToDictionary());
        _places = [];
        _open = new HistoryPartition((former?.Number ?? 0) + 1, options.Time.GetUtcNow().ToUnixTimeMilliseconds());
        (_wordsWritten, _length) = (0, 0);
        Volatile.Write(ref _partitions, [.. _partitions, _open]);
        return _open;
    }

    private void Add(HistoryPartition partition, Flow flow)
    {
        var update = flow.LastUpdateMetric ?? flow.Metric;
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, HistoryKey.Hash64(flow.UUID), out bool isKnown);
        if (!isKnown)
        {
            bool isWhole = update.Counts(flow.Metric);
            place = new Place { Row = partition.Rows++, BeganHere = isWhole, From = isWhole ? flow.Start : Math.Min(update.Start, flow.Last) };
        }

        PutTerms(flow, ref place);
        PutFacts(partition, flow, isKnown, ref place);
        partition.Widen(place.From, flow.Last);
        uint block = place.Row / RowTimes.BlockLength;
        if (partition.Times.Widen(block, place.From, flow.Last)) _widened.Add(block);
        _bytes.Clear();
        FlowRow.Write(_bytes, flow, place.BeganHere, place.From, partition.Words);
        _batch.Put(HistoryKey.Flow(partition.Number, place.Row), _bytes.Written);
        // The first period of a flow that began here is what its totals leave over.
        if ((isKnown || !place.BeganHere) && flow.LastUpdateMetric is not null && !IsEmpty(update)) PutMetric(partition, place.Row, update);
        // A report brings all packets that are kept; what was written of them is not written again.
        foreach (var packet in flow.RawPackets)
        {
            if (packet.Index < place.Packets) continue;
            _bytes.Clear();
            FlowRow.WritePacket(_bytes, packet);
            _batch.Put(HistoryKey.Packet(partition.Number, place.Row, packet.Index), _bytes.Written);
            place.Packets = packet.Index + 1;
        }
    }

    // A row holds what is known now; what was known before stands behind it, with the time when that ended: that of the packet, at the latest, that told more.
    private void PutFacts(HistoryPartition partition, Flow flow, bool isKnown, ref Place place)
    {
        place.IsEnded = flow.FinishType != FlowFinishType.NotFinished;
        var facts = FlowFacts.Of(flow);
        int hash = facts.GetHashCode();
        long since = Math.Min(flow.Last, flow.LastUpdateMetric?.Last ?? flow.Last);
        if (hash != place.Facts && (!isKnown || since > place.FactsSince)
            && FormerOf(partition, flow, isKnown, place.Row) is { } former && FlowFacts.Of(former) is var known && known != facts)
        {
            _bytes.Clear();
            FlowRow.WriteFacts(_bytes, in known, partition.Words);
            _batch.Put(HistoryKey.Facts(partition.Number, place.Row, since), _bytes.Written);
            // Who looks for what it was finds it here, and not as the partition before has it.
            if (!isKnown) PutTerm(new FlowTerm(FlowField.Application, known.Application), place.Row);
        }

        if (hash != place.Facts) (place.Facts, place.FactsSince) = (hash, since);
        _told[place.Row] = flow;
    }

    /// <summary>The flow as it was told before.</summary>
    private Flow? FormerOf(HistoryPartition partition, Flow flow, bool isKnown, uint row)
    {
        if (_told.TryGetValue(row, out var told)) return told;
        if (!isKnown)
        {
            if (_former is not var (before, places) || !places.Remove(HistoryKey.Hash64(flow.UUID), out var place)) return null;
            (partition, row) = (before, place.Row);
        }

        return store.Get(HistoryKey.Flow(partition.Number, row)) is { } bytes ? FlowRow.Read(bytes, partition.Words) : null;
    }

    private void PutMetric(HistoryPartition partition, uint row, FlowMetric metric)
    {
        _bytes.Clear();
        FlowRow.WriteMetric(_bytes, metric, metric.Start);
        _batch.Put(HistoryKey.Metric(partition.Number, row, metric.Start), _bytes.Written);
    }

    private void PutTerms(Flow flow, ref Place place)
    {
        _terms.Clear();
        _terms.AddRange(FlowTerm.Of(flow));
        var hash = new HashCode();
        foreach (var term in _terms) hash.Add(term);
        if (hash.ToHashCode() is var terms && terms == place.Terms) return;
        place.Terms = terms;
        foreach (var term in _terms) PutTerm(term, place.Row);
    }

    private void PutTerm(FlowTerm term, uint row)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (term.Field, HistoryKey.HashOf(term.Value)), out _);
        rows ??= [];
        if (rows is not [.., var last] || last != row) rows.Add(row);
    }

    private void PutRows(byte[] term, uint portion, List<uint> rows)
    {
        rows.Sort();
        _bytes.Clear();
        uint before = 0;
        foreach (uint row in rows)
        {
            _bytes.VarInt(row - before);
            before = row;
        }

        Span<byte> key = stackalloc byte[term.Length + 4];
        term.CopyTo(key);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(key[term.Length..], portion);
        _batch.Put(key, _bytes.Written);
    }

    private void PutWords(HistoryPartition partition)
    {
        for (; _wordsWritten < partition.Words.Count; _wordsWritten++)
            _batch.Put(HistoryKey.Word(partition.Number, _wordsWritten), System.Text.Encoding.UTF8.GetBytes(partition.Words[_wordsWritten]));
    }

    private static bool IsEmpty(FlowMetric metric) => metric is { ABPackets: 0, ABBytes: 0, BAPackets: 0, BABytes: 0 };
}
