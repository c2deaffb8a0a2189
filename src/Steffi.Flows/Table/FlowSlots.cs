using System.Runtime.CompilerServices;

namespace Steffi.Flows;

/// <summary>Room for flows, by slot number. Grows by blocks that never move, so that readers may look on while it grows.</summary>
internal sealed class FlowSlots
{
    private const int BlockBits = 8, BlockSize = 1 << BlockBits;
    private FlowRecord[][] _records = [];
    private FlowDetail[][] _details = [];
    private int _free = -1;
    private int _used;

    /// <summary>Slots that were ever used: those of live flows are below it.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>What it takes in memory, without what single flows keep besides.</summary>
    public long Bytes => (long)Volatile.Read(ref _records).Length * BlockSize * (Unsafe.SizeOf<FlowRecord>() + Unsafe.SizeOf<FlowDetail>());

    public ref FlowRecord Record(int slot) => ref _records[slot >> BlockBits][slot & (BlockSize - 1)];

    public ref FlowDetail Detail(int slot) => ref _details[slot >> BlockBits][slot & (BlockSize - 1)];

    public int Take()
    {
        if (_free >= 0)
        {
            int slot = _free;
            _free = Record(slot).Links.Next;
            return slot;
        }
        if (_used >> BlockBits == _records.Length)
            Grow();
        Volatile.Write(ref _used, _used + 1);
        return _used - 1;
    }

    public void GiveBack(int slot)
    {
        ref var record = ref Record(slot);
        using (Write(ref record))
        {
            record.State = FlowState.None;
            Detail(slot).Extra = null;
        }
        record.Links.Next = _free;
        _free = slot;
    }

    /// <summary>Keeps readers from a flow while it is being changed. It ends whatever happens: they would wait for ever.</summary>
    public static SlotWriting Write(ref FlowRecord record) => new(ref record);

    /// <summary>Copies a flow as it is at one moment.</summary>
    /// <returns>False for a free slot, and for a flow whose first packet is not counted yet.</returns>
    /// <remarks>From any thread; tries again while the flow is being written.</remarks>
    public bool TryRead(int slot, out FlowCopy copy) => TryReadBegun(slot, out copy) && copy.Record.ABPackets + copy.Record.BAPackets > 0;

    /// <summary>The same for a flow that may not have counted a packet yet.</summary>
    public bool TryReadBegun(int slot, out FlowCopy copy)
    {
        ref var record = ref Record(slot);
        for (var spin = new SpinWait(); ;)
        {
            uint version = Volatile.Read(ref record.Version);
            copy = default;
            if ((version & 1) == 0)
            {
                copy.Record = record;
                if (!copy.Record.Has(FlowState.Live))
                    return false;
                copy.Detail = Detail(slot);
                copy.TakeExtra();
                Volatile.ReadBarrier();
                if (record.Version == version)
                    return true;
            }
            spin.SpinOnce();
        }
    }

    // The blocks are in place before the number that leads to them.
    private void Grow()
    {
        _details = [.. _details, new FlowDetail[BlockSize]];
        FlowRecord[][] records = [.. _records, new FlowRecord[BlockSize]];
        Volatile.Write(ref _records, records);
    }
}

/// <summary>While it lasts the flow's version is odd.</summary>
internal readonly ref struct SlotWriting
{
    private readonly ref uint _version;

    public SlotWriting(ref FlowRecord record)
    {
        _version = ref record.Version;
        _version++;
        Volatile.WriteBarrier();
    }

    public void Dispose()
    {
        Volatile.WriteBarrier();
        _version++;
    }
}

/// <summary>A flow as it was at one moment.</summary>
internal struct FlowCopy
{
    public FlowRecord Record;
    public FlowDetail Detail;
    public TunnelEnds? Tunnel;
    public TcpMetric? Tcp;
    public (long Fragments, long Errors)? IP;
    public string? LayerName;
    public Metadata LayerFields;
    public Metadata Described;
    public string? Confirmed;
    public Metadata ConfirmedFields;
    public IReadOnlyList<RawPacket> Packets;

    public void TakeExtra()
    {
        Packets = [];
        if (Detail.Extra is not { } extra)
            return;
        Tunnel = extra.Tunnel;
        Tcp = extra.Tcp?.Metric;
        IP = extra.HasIPMetric ? (extra.Fragments, extra.FragmentErrors) : null;
        LayerName = extra.LayerName;
        LayerFields = extra.LayerFields;
        Described = extra.Described;
        Confirmed = extra.Classification?.Application;
        ConfirmedFields = extra.Classification?.Fields ?? default;
        Packets = extra.Packets?.Snapshot() ?? [];
    }
}
