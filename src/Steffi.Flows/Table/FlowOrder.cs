namespace Steffi.Flows;

/// <summary>Flows in the order of their last packet: the one that was silent longest is first. Links lie in the records.</summary>
internal sealed class FlowOrder(FlowSlots slots)
{
    private int _last = -1;

    public int First { get; private set; } = -1;

    public void Add(int slot)
    {
        ref var record = ref slots.Record(slot);
        record.Previous = _last;
        record.Next = -1;
        if (_last >= 0)
            slots.Record(_last).Next = slot;
        else
            First = slot;
        _last = slot;
    }

    public void Remove(int slot)
    {
        ref var record = ref slots.Record(slot);
        if (record.Previous >= 0)
            slots.Record(record.Previous).Next = record.Next;
        else
            First = record.Next;
        if (record.Next >= 0)
            slots.Record(record.Next).Previous = record.Previous;
        else
            _last = record.Previous;
    }

    public void Touch(int slot)
    {
        if (slot == _last)
            return;
        Remove(slot);
        Add(slot);
    }
}

/// <summary>Flows in the order in which their updates are due. Links lie in the details.</summary>
internal sealed class UpdateOrder(FlowSlots slots)
{
    private int _last = -1;

    public int First { get; private set; } = -1;

    public void Add(int slot, long due)
    {
        ref var detail = ref slots.Detail(slot);
        detail.UpdateAt = due;
        detail.UpdatePrevious = _last;
        detail.UpdateNext = -1;
        if (_last >= 0)
            slots.Detail(_last).UpdateNext = slot;
        else
            First = slot;
        _last = slot;
    }

    public void Remove(int slot)
    {
        ref var detail = ref slots.Detail(slot);
        if (detail.UpdatePrevious >= 0)
            slots.Detail(detail.UpdatePrevious).UpdateNext = detail.UpdateNext;
        else
            First = detail.UpdateNext;
        if (detail.UpdateNext >= 0)
            slots.Detail(detail.UpdateNext).UpdatePrevious = detail.UpdatePrevious;
        else
            _last = detail.UpdatePrevious;
    }
}
