namespace Steffi;

/// <summary>Numbers by hash: open addressing, eight bytes a slot; readers take no lock.</summary>
/// <remarks>Hot. One writer. Slots are numbers, not references: the collector has nothing to follow here. Who asks compares what the
/// numbers stand for, as other hashes' are among them.</remarks>
internal sealed class NumberTable
{
    private const int Smallest = 256;

    private ulong[] _slots = new ulong[Smallest];   // the hash in the upper half, the number + 1 in the lower
    private int _used;

    public int Bytes => _slots.Length * sizeof(ulong);

    /// <summary>The numbers of a hash.</summary>
    public Matches Find(uint hash) => new(Volatile.Read(ref _slots), hash);

    public void Add(uint hash, int number)
    {
        if (++_used * 4 > _slots.Length * 3)
            Grow();
        Insert(_slots, SlotOf(hash, number));
    }

    /// <summary>Puts another number of the same hash in the place of one.</summary>
    public void Replace(uint hash, int old, int number)
    {
        ulong slot = SlotOf(hash, old);
        int i = PlaceOf(hash, _slots);
        while (_slots[i] != slot)
            i = Next(i, _slots);
        Volatile.Write(ref _slots[i], SlotOf(hash, number));
    }

    /// <summary>Holds just these from now on.</summary>
    public void Reset(IReadOnlyCollection<(uint Hash, int Number)> kept)
    {
        _used = kept.Count;
        var slots = new ulong[Math.Max(Smallest, _used / 2 * 3)];
        foreach (var (hash, number) in kept)
            Insert(slots, SlotOf(hash, number));
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

    private static ulong SlotOf(uint hash, int number) => (ulong)hash << 32 | (uint)(number + 1);

    /// <summary>A walk over the numbers of one hash.</summary>
    public ref struct Matches(ulong[] slots, uint hash)
    {
        private int _place = PlaceOf(hash, slots);

        public int Current { get; private set; }

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                ulong slot = Volatile.Read(ref slots[_place]);
                if (slot == 0)
                    return false;
                _place = Next(_place, slots);
                if ((uint)(slot >> 32) != hash)
                    continue;
                Current = (int)slot - 1;
                return true;
            }
        }
    }
}
