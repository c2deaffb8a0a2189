namespace Steffi.Flows;

public sealed partial class FlowTable
{
    /// <summary>
    /// Takes what was counted elsewhere of a flow that one of its packets is known of: that packet's headers say which flow, exactly as if it had been added.
    /// </summary>
    /// <param name="header">The flow's first packet, or its first bytes as far as its headers go. It is not counted by this call.</param>
    /// <param name="part">Which flow of the packet: 0 the outermost, 1 the one tunnelled in it, …</param>
    /// <param name="counted">Counters, times and flags since it was merged last; A is the sender of <paramref name="header"/>. Its addresses and other keys are not read.</param>
    /// <returns>False when there is no such part in the bytes: nothing was counted.</returns>
    public bool Merge(in Frame header, int part, in CountedFlow counted)
    {
        if (counted.Last >= _deadlines.Due)
            Pass(Math.Max(counted.Last, _now));
        int slot = Locate(in header, part, opens: true, Math.Max(counted.ABSynStart, counted.BASynStart), out bool swapped);
        if (slot < 0)
            return false;
        Count(slot, swapped, in counted);
        return true;
    }

    /// <summary>Sets a field of a flow's <see cref="Flow.Details"/>.</summary>
    /// <param name="header">A packet of the flow, as for <see cref="Merge(in Frame, int, in CountedFlow)"/>.</param>
    /// <param name="part">Which flow of the packet.</param>
    /// <param name="field">Its JSON name; not one that the table itself gives.</param>
    /// <param name="value">Takes the place of the one before; empty takes it away.</param>
    /// <returns>False when there is no such flow now.</returns>
    public bool Describe(in Frame header, int part, string field, Metadata value)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        int slot = Locate(in header, part, opens: false, 0, out _);
        if (slot < 0)
            return false;
        ref var record = ref _slots.Record(slot);
        ref var detail = ref _slots.Detail(slot);
        using (FlowSlots.Write(ref record))
        {
            var described = new MetadataBuilder((detail.Extra ??= new FlowExtra()).Described);
            if (value.Count == 0) described.Remove(field); else described[field] = value;
            detail.Extra.Described = described.Build();
        }
        return true;
    }

    /// <param name="header">Its headers.</param>
    /// <param name="part">Which of its parts.</param>
    /// <param name="opens">Whether flows that are not there are made.</param>
    /// <param name="synAt">When a connection was opened; 0: not.</param>
    /// <param name="swapped">As of <see cref="FlowKey.Of"/>.</param>
    /// <returns>The flow's slot; negative: none.</returns>
    private int Locate(in Frame header, int part, bool opens, long synAt, out bool swapped)
    {
        swapped = false;
        int slot = -1;
        if (PacketWalk.Read(in header, _parts, null, out _, isJoined: Options.IPDefrag) <= part)
            return slot;
        for (int i = 0; i <= part; i++)
        {
            int parent = slot;
            var key = FlowKey.Of(in _parts[i], Options.LayerKeyMode, parent < 0 ? 0 : _slots.Record(parent).UUID, out swapped);
            ulong hash = key.Hash(_seed);
            slot = _index.Find(hash, in key);
            // A SYN after the end is another connection between the same ports.
            if (slot >= 0 && i == part && synAt > 0 && _slots.Record(slot).Has(FlowState.Ended) && synAt > _slots.Detail(slot).EndedAt)
            {
                Close(slot, FlowFinishType.NotFinished);
                slot = -1;
            }
            if (slot < 0 && !opens)
                return slot;
            if (slot < 0)
                slot = Open(in key, hash, in _parts[i], swapped, parent, header.Bytes);
        }
        return slot;
    }

    private void Count(int slot, bool swapped, in CountedFlow counted)
    {
        ref var record = ref _slots.Record(slot);
        bool isAB = swapped == record.Has(FlowState.Swapped);
        using (FlowSlots.Write(ref record))
        {
            CountedPart.Add(ref record, in counted, isAB);
            // The detail is another cache line: most flows have nothing for it.
            if (counted.RTT != 0 || record.Key.Protocol is 6 or 132)
                Connection(slot, ref record, in counted, isAB);
            if (record.Has(FlowState.CountFragments))
                CountedPart.Add(_slots.Detail(slot).Extra!, in counted);
        }
        _deadlines.Touch(slot, in record);
    }

    private void Connection(int slot, ref FlowRecord record, in CountedFlow counted, bool isAB)
    {
        ref var detail = ref _slots.Detail(slot);
        CountedPart.Add(ref detail, in counted, isAB);
        if ((counted.ABFlags & TcpFlags.Fin) != 0) record.State |= isAB ? FlowState.FinAB : FlowState.FinBA;
        if ((counted.BAFlags & TcpFlags.Fin) != 0) record.State |= isAB ? FlowState.FinBA : FlowState.FinAB;
        EndIfClosed(slot, ref record, ref detail, ((counted.ABFlags | counted.BAFlags) & TcpFlags.Rst) != 0, counted.Last);
    }
}
