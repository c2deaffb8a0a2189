using System.Numerics;

namespace Steffi.Flows;

/// <summary>From a key's hash to its slot: open addressing with linear probing. An entry is 32 bits of hash and 32 of slot + 1.</summary>
internal sealed class FlowIndex(FlowSlots slots)
{
    private ulong[] _entries = new ulong[256];
    private int _count;

    public long Bytes => Volatile.Read(ref _entries).Length * (long)sizeof(ulong);

    public int Find(ulong hash, in FlowKey key)
    {
        ulong[] entries = _entries;
        uint tag = (uint)hash;
        for (int at = (int)tag & (entries.Length - 1); ; at = (at + 1) & (entries.Length - 1))
        {
            ulong entry = entries[at];
            if (entry == 0)
                return -1;
            if ((uint)entry != tag)
                continue;
            int slot = (int)(entry >> 32) - 1;
            if (slots.Record(slot).Key.Equals(key))
                return slot;
        }
    }

    public void Add(ulong hash, int slot)
    {
        // At two thirds probes stay short: 1.5 on a hit, 2.5 on a miss on the average.
        if (++_count * 3L > _entries.Length * 2L)
            Grow();
        Put(_entries, (uint)hash, slot);
    }

    public void Remove(ulong hash, int slot)
    {
        int mask = _entries.Length - 1, at = (int)(uint)hash & mask;
        while ((int)(_entries[at] >> 32) != slot + 1)
            at = (at + 1) & mask;
        _count--;
        // Those behind move up where their own place allows: no tombstones.
        for (int next = (at + 1) & mask; _entries[next] != 0; next = (next + 1) & mask)
        {
            int home = (int)(uint)_entries[next] & mask;
            if (((next - home) & mask) < ((next - at) & mask))
                continue;
            _entries[at] = _entries[next];
            at = next;
        }
        _entries[at] = 0;
    }

    private void Grow()
    {
        ulong[] larger = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)_entries.Length + 1)];
        foreach (ulong entry in _entries)
            if (entry != 0)
                Put(larger, (uint)entry, (int)(entry >> 32) - 1);
        _entries = larger;
    }

    private static void Put(ulong[] entries, uint tag, int slot)
    {
        int at = (int)tag & (entries.Length - 1);
        while (entries[at] != 0)
            at = (at + 1) & (entries.Length - 1);
        entries[at] = (ulong)(slot + 1) << 32 | tag;
    }
}
