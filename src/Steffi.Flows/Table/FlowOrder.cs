namespace Steffi.Flows;

/// <summary>Neighbours in a list of flows; -1 at its ends.</summary>
internal struct FlowLinks
{
    public int Previous, Next;
}

/// <summary>Where a list's links lie in what a table holds of a flow.</summary>
internal interface IFlowLinks
{
    static abstract ref FlowLinks Of(FlowSlots slots, int slot);
}

/// <summary>In the hot record, for the order of last packets: the flow that was silent longest is first.</summary>
internal readonly struct ByLastPacket : IFlowLinks
{
    public static ref FlowLinks Of(FlowSlots slots, int slot) => ref slots.Record(slot).Links;
}

/// <summary>In the cold detail, for the order in which updates are due.</summary>
internal readonly struct ByUpdate : IFlowLinks
{
    public static ref FlowLinks Of(FlowSlots slots, int slot) => ref slots.Detail(slot).UpdateLinks;
}

/// <summary>Flows in the order in which they were added.</summary>
internal sealed class FlowOrder<T>(FlowSlots slots)
    where T : struct, IFlowLinks
{
    private int _last = -1;

    public int First { get; private set; } = -1;

    public void Add(int slot)
    {
        ref var links = ref T.Of(slots, slot);
        links.Previous = _last;
        links.Next = -1;
        if (_last >= 0)
            T.Of(slots, _last).Next = slot;
        else
            First = slot;
        _last = slot;
    }

    public void Remove(int slot)
    {
        ref var links = ref T.Of(slots, slot);
        if (links.Previous >= 0)
            T.Of(slots, links.Previous).Next = links.Next;
        else
            First = links.Next;
        if (links.Next >= 0)
            T.Of(slots, links.Next).Previous = links.Previous;
        else
            _last = links.Previous;
    }

    /// <summary>Moves a flow to the end.</summary>
    public void Touch(int slot)
    {
        if (slot == _last)
            return;
        Remove(slot);
        Add(slot);
    }
}
