namespace Steffi;

/// <summary>Entries by id: open addressing, eight bytes a slot; readers take no lock.</summary>
/// <remarks>Hot. One writer. An entry may be of a transaction that is not published: its revisions tell. Slots are numbers, not
/// references: the collector has nothing to follow here.</remarks>
internal sealed class IdTable<T>(EntryTable<T> entries) where T : Entry
{
    private const int Smallest = 256;

    private ulong[] _slots = new ulong[Smallest];   // the id's hash in the upper half, the entry's number + 1 in the lower
    private int _used;

    public T? Find(in ElementId id)
    {
        var slots = Volatile.Read(ref _slots);
        uint hash = HashOf(id);
        for (int i = PlaceOf(hash, slots); ; i = Next(i, slots))
        {
            ulong slot = Volatile.Read(ref slots[i]);
            if (slot == 0)
                return null;
            if ((uint)(slot >> 32) == hash && entries[(int)slot - 1] is { } entry && entry.Id.Equals(id))
                return entry;
        }
    }

    public void Add(T entry)
    {
        if (++_used * 4 > _slots.Length * 3)
            Grow();
        Insert(_slots, SlotOf(entry));
    }

    /// <summary>Puts another entry of the same id in its place.</summary>
    public void Replace(T old, T entry)
    {
        ulong slot = SlotOf(old);
        int i = PlaceOf((uint)(slot >> 32), _slots);
        while (_slots[i] != slot)
            i = Next(i, _slots);
        Volatile.Write(ref _slots[i], SlotOf(entry));
    }

    /// <summary>Holds just these entries from now on.</summary>
    public void Reset(IReadOnlyCollection<T> kept)
    {
        _used = kept.Count;
        var slots = new ulong[Math.Max(Smallest, _used / 2 * 3)];
        foreach (var entry in kept)
            Insert(slots, SlotOf(entry));
        Volatile.Write(ref _slots, slots);
    }

    private void Grow()
    {
        var larger = new ulong[_slots.Length / 2 * 3];
        foreach (ulong slot in _slots)
        {
            if (slot != 0)
                Insert(larger, slot);
        }
        Volatile.Write(ref _slots, larger);
    }

    private static void Insert(ulong[] slots, ulong slot)
    {
        int i = PlaceOf((uint)(slot >> 32), slots);
        while (slots[i] != 0)
            i = Next(i, slots);
        Volatile.Write(ref slots[i], slot);
    }

    // Any length will do (Lemire, "Fast random integer generation in an interval", 2019), so the table grows by half, not to double.
    private static int PlaceOf(uint hash, ulong[] slots) => (int)((ulong)hash * (ulong)slots.Length >> 32);

    private static int Next(int place, ulong[] slots) => place + 1 == slots.Length ? 0 : place + 1;

    private static ulong SlotOf(T entry) => (ulong)HashOf(entry.Id) << 32 | (uint)(entry.Index + 1);

    private static uint HashOf(in ElementId id) => (uint)id.GetHashCode();
}
