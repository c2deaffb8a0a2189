namespace Steffi.Flows;

/// <summary>
/// When the flows of a table are told of and end. Nothing is ever scanned: three lists in the order of last packets, for each has one time of
/// silence, and one in the order of updates say what is due next.
/// </summary>
/// <remarks>Hot: a packet moves its flow to a list's end.</remarks>
internal sealed class FlowDeadlines(FlowSlots slots, FlowTableOptions options)
{
    private readonly FlowOrder<ByLastPacket> _idle = new(slots), _short = new(slots), _ended = new(slots);
    private readonly FlowOrder<ByUpdate> _updates = new(slots);
    private readonly long _updateEvery = Nanoseconds(options.UpdateEvery), _holdEnded = Nanoseconds(options.HoldEnded);
    private readonly long _expireAfter = Nanoseconds(options.ExpireAfter), _expireShortAfter = Nanoseconds(options.ExpireShortAfter);

    /// <summary>Nothing is due before; it may be that nothing is then either.</summary>
    public long Due { get; private set; } = long.MaxValue;

    public void Begin(int slot, in FlowRecord record, long now)
    {
        bool isShort = record.Has(FlowState.Short);
        (isShort ? _short : _idle).Add(slot);
        slots.Detail(slot).UpdateAt = now + _updateEvery;
        _updates.Add(slot);
        Due = Math.Min(Due, now + Math.Min(_updateEvery, isShort ? _expireShortAfter : _expireAfter));
    }

    /// <summary>A packet has come.</summary>
    public void Touch(int slot, in FlowRecord record)
    {
        if (!record.Has(FlowState.Ended))
            (record.Has(FlowState.Short) ? _short : _idle).Touch(slot);
    }

    /// <summary>The connection has ended; the flow is held a while for what comes late.</summary>
    public void End(int slot, ref FlowRecord record, long time)
    {
        (record.Has(FlowState.Short) ? _short : _idle).Remove(slot);
        record.State |= FlowState.Ended;
        _ended.Add(slot);
        Due = Math.Min(Due, time + _holdEnded);
    }

    /// <summary>An update period is over; one that was missed is not made up for.</summary>
    public void Updated(int slot, long now)
    {
        ref var detail = ref slots.Detail(slot);
        long due = detail.UpdateAt + _updateEvery;
        detail.UpdateAt = due > now ? due : now + _updateEvery;
        _updates.Touch(slot);
    }

    public void Remove(int slot, in FlowRecord record)
    {
        (record.Has(FlowState.Ended) ? _ended : record.Has(FlowState.Short) ? _short : _idle).Remove(slot);
        _updates.Remove(slot);
    }

    /// <summary>A flow whose time is over; negative: there is none.</summary>
    public int NextEnd(long now, out FlowFinishType finish)
    {
        finish = FlowFinishType.NotFinished;
        if (_ended.First is >= 0 and var ended && EndOf(ended) <= now)
            return ended;
        finish = FlowFinishType.Timeout;
        if (_short.First is >= 0 and var silent && slots.Record(silent).Last + _expireShortAfter <= now)
            return silent;
        return _idle.First is >= 0 and var idle && slots.Record(idle).Last + _expireAfter <= now ? idle : -1;
    }

    /// <summary>A flow whose update is due; negative: there is none.</summary>
    public int NextUpdate(long now) => _updates.First is >= 0 and var slot && slots.Detail(slot).UpdateAt <= now ? slot : -1;

    /// <summary>All that was due is done.</summary>
    public void Renew()
    {
        Due = long.MaxValue;
        if (_ended.First is >= 0 and var ended) Due = Math.Min(Due, EndOf(ended));
        if (_short.First is >= 0 and var silent) Due = Math.Min(Due, slots.Record(silent).Last + _expireShortAfter);
        if (_idle.First is >= 0 and var idle) Due = Math.Min(Due, slots.Record(idle).Last + _expireAfter);
        if (_updates.First is >= 0 and var next) Due = Math.Min(Due, slots.Detail(next).UpdateAt);
    }

    /// <summary>The flow that was silent longest, but not <paramref name="except"/>: the one around the flow that needs the room.</summary>
    public int Oldest(int except)
    {
        int oldest = -1;
        foreach (var order in (ReadOnlySpan<FlowOrder<ByLastPacket>>)[_ended, _short, _idle])
        {
            int first = order.First == except && except >= 0 ? slots.Record(except).Links.Next : order.First;
            if (first >= 0 && (oldest < 0 || slots.Record(first).Last < slots.Record(oldest).Last))
                oldest = first;
        }
        return oldest;
    }

    private static long Nanoseconds(TimeSpan time) => (long)Math.Min(time.Ticks * 100.0, long.MaxValue / 4);

    private long EndOf(int ended) => slots.Detail(ended).EndedAt + _holdEnded;
}
