namespace Steffi;

/// <summary>Entries by id: open addressing, eight bytes a slot; readers take no lock.</summary>
/// <remarks>Hot. One writer. An entry may be of a transaction that is not published: its revisions tell.</remarks>
internal sealed class IdTable<T> where T : Entry
{
    private T?[] _slots = new T?[256];
    private int _used;

    public T? Find(ElementId id)
    {
        var slots = Volatile.Read(ref _slots);
        int mask = slots.Length - 1;
        for (int i = id.GetHashCode() & mask; ; i = (i + 1) & mask)
        {
            var entry = Volatile.Read(ref slots[i]);
            if (entry is null || entry.Id.Equals(id))
                return entry;
        }
    }

    public void Add(T entry)
    {
        if (++_used * 4 > _slots.Length * 3)
            Rebuild(_slots, _slots.Length * 2);
        Insert(_slots, entry);
    }

    /// <summary>Puts another entry of the same id in its place.</summary>
    public void Replace(T old, T entry)
    {
        int i = Array.IndexOf(_slots, old);
        Volatile.Write(ref _slots[i], entry);
    }

    /// <summary>Leaves only the entries that are to stay.</summary>
    public void Keep(Predicate<T> stays) => Reset(Array.FindAll(_slots, entry => entry is not null && stays(entry))!);

    /// <summary>Holds just these entries from now on.</summary>
    public void Reset(ICollection<T> entries)
    {
        _used = entries.Count;
        int length = 256;
        while (_used * 4 > length * 2)
            length *= 2;
        Rebuild(entries, length);
    }

    private void Rebuild(IEnumerable<T?> entries, int length)
    {
        var slots = new T?[length];
        foreach (var entry in entries)
        {
            if (entry is not null)
                Insert(slots, entry);
        }
        Volatile.Write(ref _slots, slots);
    }

    private static void Insert(T?[] slots, T entry)
    {
        int mask = slots.Length - 1;
        int i = entry.Id.GetHashCode() & mask;
        while (slots[i] is not null)
            i = (i + 1) & mask;
        Volatile.Write(ref slots[i], entry);
    }
}
