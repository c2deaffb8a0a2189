using System.Security.Cryptography;

namespace Steffi.Flows;

/// <summary>Frames in, flows out. One thread at a time feeds it; <see cref="Flows"/> and <see cref="Statistics"/> may be read from any.</summary>
/// <remarks>
/// Hot: see FlowBenchmarks. A packet of a known flow allocates nothing. Time is that of the packets and of <see cref="Advance"/>, whichever is later.
/// </remarks>
public sealed partial class FlowTable : ILiveFlows, IDisposable
{
    /// <summary>Tunnels within tunnels that are followed.</summary>
    private const int MostParts = 8;

    // A clock that was set back, or the next file: packets' time rules again.
    private const long BackwardTolerance = 60_000_000_000;

    private readonly FlowSlots _slots = new();
    private readonly FlowIndex _index;
    private readonly FlowDeadlines _deadlines;
    private readonly PacketPart[] _parts = new PacketPart[MostParts];
    private readonly long[] _malformed = new long[Enum.GetValues<MalformedReason>().Length];
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly Defragmenter? _defragmenter;
    private readonly FlowFactory _factory;
    private readonly FlowSnapshots _snapshots;
    private readonly FlowPlaces _places;
    private readonly Action<Flow>? _onUpdate;

    /// <summary>By UUID, the flows around others that were counted elsewhere.</summary>
    private readonly Dictionary<ulong, int> _tunnels = [];
    private Sampler _sampler;
    private long _now;
    private long _received, _dropped, _flows, _flowsDropped;

    /// <summary>An empty table.</summary>
    /// <param name="options">How to meter.</param>
    /// <param name="onUpdate">
    /// Called, on the thread that feeds, with every flow that is new since its last update period, was updated, or ended; the ended
    /// are no longer in <see cref="Flows"/>.
    /// </param>
    public FlowTable(FlowTableOptions? options = null, Action<Flow>? onUpdate = null)
    {
        Options = options ?? new FlowTableOptions();
        Options.Validate();
        _onUpdate = onUpdate;
        _index = new FlowIndex(_slots);
        _deadlines = new FlowDeadlines(_slots, Options);
        _factory = new FlowFactory(Options);
        _snapshots = new FlowSnapshots(Options);
        _places = new FlowPlaces(_slots, _snapshots);
        _defragmenter = Options.IPDefrag ? new Defragmenter() : null;
        _sampler = new Sampler(Options.SamplingRate);
    }

    /// <summary>How it meters.</summary>
    public FlowTableOptions Options { get; }

    /// <summary>Counters since the table was made.</summary>
    public FlowTableStatistics Statistics => new(Volatile.Read(ref _received), Volatile.Read(ref _dropped), Volatile.Read(ref _flows), Volatile.Read(ref _flowsDropped))
    {
        UnknownLinkType = Malformed(MalformedReason.UnknownLinkType),
        TruncatedLink = Malformed(MalformedReason.TruncatedLink),
        TruncatedNetwork = Malformed(MalformedReason.TruncatedNetwork),
        TruncatedTransport = Malformed(MalformedReason.TruncatedTransport),
        TruncatedTunnel = Malformed(MalformedReason.TruncatedTunnel),
        InvalidNetwork = Malformed(MalformedReason.InvalidNetwork),
        InvalidTransport = Malformed(MalformedReason.InvalidTransport),
        InvalidTunnel = Malformed(MalformedReason.InvalidTunnel),
        TooDeep = Malformed(MalformedReason.TooDeep),
        FragmentsDropped = Malformed(MalformedReason.FragmentDropped) + (_defragmenter?.GivenUp ?? 0),
        Memory = _slots.Bytes + _index.Bytes + _places.Bytes,
    };

    /// <summary>What each dissector did; empty without classification. Thread-safe.</summary>
    public IReadOnlyList<DissectorStatistics> Dissectors => _factory.Dissectors;

    /// <summary>The flows there are now, each as it stands at one moment. Feeding does not wait for it.</summary>
    public IReadOnlyList<Flow> Flows
    {
        get
        {
            var flows = new List<Flow>();
            for (int slot = 0, end = _slots.Used; slot < end; slot++)
                if (_slots.TryRead(slot, out var copy))
                    flows.Add(_snapshots.Of(in copy));
            return flows;
        }
    }

    /// <summary>The flows that fulfil the lookup, each as it stands at one moment. Feeding does not wait for it.</summary>
    /// <param name="lookup">What it names is looked up; flows that have nothing of it are not looked at.</param>
    public IEnumerable<Flow> Find(FlowLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        var search = new SlotSearch(lookup, Options);
        var flows = new List<Flow>();
        foreach (int slot in _places.Candidates(search))
            if (_slots.TryRead(slot, out var copy) && search.MayMatch(in copy) && _snapshots.Of(in copy) is var flow && lookup.Matches(flow))
                flows.Add(flow);
        return flows;
    }

    /// <summary>Meters one frame. Never throws for what is in it.</summary>
    /// <returns>True while the innermost flow's next packets themselves are wanted: to classify it, for fields of a layer, or to be kept.</returns>
    public bool Add(in Frame frame)
    {
        _received++;
        if (frame.Time >= _deadlines.Due || frame.Time < _now - BackwardTolerance)
            Pass(frame.Time);
        else if (frame.Time > _now)
            _now = frame.Time;
        _sampler.Next();
        int parts = PacketWalk.Read(in frame, _parts, _defragmenter, out var problem);
        if (problem != MalformedReason.None)
        {
            _malformed[(int)problem]++;
            if (parts == 0)
                _dropped++;
        }
        int parent = -1;
        for (int part = 0; part < parts; part++)
            parent = Meter(ref _parts[part], parent, _parts[part].IsInDatagram ? _defragmenter!.Whole : frame.Bytes, in frame);
        return parent >= 0 && _slots.Record(parent).Has(FlowState.Classify | FlowState.ReadFields | FlowState.KeepPackets);
    }

    /// <summary>Takes what was counted elsewhere.</summary>
    /// <param name="counted">Since it was merged last.</param>
    /// <returns>The flow's UUID as a number: the <see cref="CountedFlow.Parent"/> of flows within it.</returns>
    public ulong Merge(in CountedFlow counted)
    {
        if (counted.Last >= _deadlines.Due)
            Pass(Math.Max(counted.Last, _now));
        var part = CountedPart.Of(in counted);
        var key = FlowKey.Of(in part, Options.LayerKeyMode, counted.Parent, out bool swapped);
        ulong hash = key.Hash(_seed);
        int slot = _index.Find(hash, in key);
        if (slot < 0)
            slot = Open(in key, hash, in part, swapped, _tunnels.GetValueOrDefault(counted.Parent, -1), []);
        Count(slot, swapped, in counted);
        ulong uuid = _slots.Record(slot).UUID;
        if (counted.Tunnel != 0)
            _tunnels[uuid] = slot;
        return uuid;
    }

    /// <summary>Lets time pass without a packet: updates and ends what is due.</summary>
    /// <param name="now">Nanoseconds since 1970, UTC. A live capture calls it every second; for a file the packets' own times do.</param>
    public void Advance(long now)
    {
        if (now >= _now)
            Pass(now);
    }

    /// <summary>Ends every flow, each with its last update.</summary>
    public void Flush()
    {
        for (int slot = 0, end = _slots.Used; slot < end; slot++)
            if (_slots.Record(slot).Has(FlowState.Live))
                Close(slot, FlowFinishType.NotFinished);
        _deadlines.Renew();
        _defragmenter?.Flush();
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose() => _defragmenter?.Dispose();

    private long Malformed(MalformedReason reason) => Volatile.Read(ref _malformed[(int)reason]);

    private int Meter(ref PacketPart part, int parent, ReadOnlySpan<byte> bytes, in Frame frame)
    {
        var key = FlowKey.Of(in part, Options.LayerKeyMode, parent < 0 ? 0 : _slots.Record(parent).UUID, out bool swapped);
        ulong hash = key.Hash(_seed);
        int slot = _index.Find(hash, in key);
        // A SYN after the end is another connection between the same ports.
        if (slot >= 0 && (part.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn && _slots.Record(slot).Has(FlowState.Ended))
        {
            Close(slot, FlowFinishType.NotFinished);
            slot = -1;
        }
        if (slot < 0)
            slot = Open(in key, hash, in part, swapped, parent, bytes);

        ref var record = ref _slots.Record(slot);
        bool isAB = swapped == record.Has(FlowState.Swapped);
        long weight = _sampler.Weight == 1 || Sampler.IsEssential(in part, in record) ? 1 : _sampler.Weight;
        if (weight == 0)
            return slot;
        bool isRenamed;
        using (FlowSlots.Write(ref record))
        {
            if (isAB)
            {
                record.ABPackets += weight;
                record.ABBytes += weight * part.Length;
            }
            else
            {
                record.BAPackets += weight;
                record.BABytes += weight * part.Length;
            }
            if (part.Time > record.Last)
                record.Last = part.Time;
            if ((part.TcpFlags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0)
                Connection(slot, ref record, in part, isAB);
            else if (part.Protocol is 1 or 58)
                Exchange.Icmp(ref _slots.Detail(slot), in part);
            isRenamed = record.Has(FlowState.Attentive) && _factory.Attend(ref record, ref _slots.Detail(slot), in part, isAB, bytes, in frame);
        }
        if (isRenamed)
            _places.Note(slot);
        _deadlines.Touch(slot, in record);
        return slot;
    }

    private void Connection(int slot, ref FlowRecord record, in PacketPart part, bool isAB)
    {
        ref var detail = ref _slots.Detail(slot);
        Exchange.Tcp(ref detail, in part, isAB);
        detail.Extra?.Tcp?.Add(in part, isAB);
        if ((part.TcpFlags & TcpFlags.Fin) != 0)
            record.State |= isAB ? FlowState.FinAB : FlowState.FinBA;
        EndIfClosed(slot, ref record, ref detail, (part.TcpFlags & TcpFlags.Rst) != 0, part.Time);
    }

    private void EndIfClosed(int slot, ref FlowRecord record, ref FlowDetail detail, bool isReset, long time)
    {
        const FlowState Closed = FlowState.FinAB | FlowState.FinBA;
        if (record.Has(FlowState.Ended) || !isReset && (record.State & Closed) != Closed)
            return;
        detail.FinishType = (record.Key.Protocol == 132, isReset) switch
        {
            (false, false) => FlowFinishType.TcpFin,
            (false, true) => FlowFinishType.TcpRst,
            (true, false) => FlowFinishType.SctpShutdown,
            (true, true) => FlowFinishType.SctpAbort,
        };
        detail.EndedAt = time;
        _deadlines.End(slot, ref record, time);
    }

    private int Open(in FlowKey key, ulong hash, in PacketPart part, bool swapped, int parent, ReadOnlySpan<byte> bytes)
    {
        if (_flows >= Options.Limit)
            DropOldest(parent);
        int slot = _slots.Take();
        ref var record = ref _slots.Record(slot);
        using (FlowSlots.Write(ref record))
        {
            record.Renew(in key, part.Time, swapped ? FlowState.Swapped : FlowState.None);
            FlowCopy around = default;
            if (parent >= 0)
                (around.Record, around.Detail) = (_slots.Record(parent), _slots.Detail(parent));
            _factory.Begin(ref record, ref _slots.Detail(slot), in part, in around, part.IsCounted ? [] : bytes.Slice(part.PayloadAt, part.PayloadCaptured));
            record.State |= FlowState.Live;
        }
        _index.Add(hash, slot);
        _places.Note(slot);
        _deadlines.Begin(slot, in record, _now);
        _flows++;
        return slot;
    }

    private void DropOldest(int except)
    {
        int oldest = _deadlines.Oldest(except);
        if (oldest < 0)
            return;
        _flowsDropped++;
        Close(oldest, FlowFinishType.NotFinished);
    }

    private void Pass(long now)
    {
        _now = now;
        while (_deadlines.NextEnd(now, out var finish) is >= 0 and var slot)
            Close(slot, finish);
        while (_deadlines.NextUpdate(now) is >= 0 and var slot)
            Update(slot);
        _deadlines.Renew();
    }

    private void Update(int slot)
    {
        ref var record = ref _slots.Record(slot);
        ref var detail = ref _slots.Detail(slot);
        bool changed;
        using (FlowSlots.Write(ref record))
            changed = UpdatePeriod.Close(ref detail, in record, detail.UpdateAt);
        _deadlines.Updated(slot, _now);
        if (changed)
            Tell(slot);
    }

    private void Close(int slot, FlowFinishType finish)
    {
        ref var record = ref _slots.Record(slot);
        ref var detail = ref _slots.Detail(slot);
        using (FlowSlots.Write(ref record))
        {
            if (detail.Extra is { } extra)
                _factory.End(in record, extra);
            UpdatePeriod.Close(ref detail, in record, record.Last);
            if (detail.FinishType == FlowFinishType.NotFinished)
                detail.FinishType = finish;
        }
        Tell(slot);
        _deadlines.Remove(slot, in record);
        _index.Remove(record.Key.Hash(_seed), slot);
        if (detail.Tunnel != TunnelType.None)
            _tunnels.Remove(record.UUID);
        _slots.GiveBack(slot);
        _flows--;
    }

    private void Tell(int slot)
    {
        if (_onUpdate is not null && _slots.TryRead(slot, out var copy))
            _onUpdate(_snapshots.Of(in copy));
    }
}
