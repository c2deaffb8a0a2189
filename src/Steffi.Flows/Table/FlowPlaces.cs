namespace Steffi.Flows;

/// <summary>
/// Where flows are found by what they have: ids, addresses, ports, names. Made at the first lookup, so that a table that nobody asks pays nothing;
/// from then on the feeding thread notes which slots began a flow, and a reader catches up with its notes.
/// </summary>
/// <remarks>A place may lead to flows that have ended or changed since: readers look at the flow itself. Thread-safe; <see cref="Note"/> is the feeding thread's.</remarks>
internal sealed class FlowPlaces(FlowSlots slots, FlowSnapshots snapshots)
{
    /// <summary>Notes that wait for a reader; when there are more, it looks at all flows again.</summary>
    private const int MostNotes = 1 << 16;

    private readonly Lock _gate = new();
    private Dictionary<uint, int> _heads = [];
    private (int Slot, int Next)[] _entries = [];
    private int _count, _fresh;
    private long _seen;
    private int[]? _notes;
    private long _written, _bytes;

    /// <summary>What it takes in memory; 0 while nobody has asked.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Where a table's flows with this value are. Two values seldom share a place.</summary>
    public static uint Of(FlowField field, ulong low, ulong high = 0) =>
        (uint)(FlowKey.Fold(low ^ 0xA0761D6478BD642F, (high ^ 0xE7037ED1A0B428DB) + ((ulong)field + 1) * 0x9E3779B97F4A7C15) >> 32) | 1;

    /// <summary>A text as a number.</summary>
    public static ulong Text(string value) => (uint)value.GetHashCode();

    /// <summary>A slot holds another flow, or its flow has another name.</summary>
    public void Note(int slot)
    {
        if (Volatile.Read(ref _notes) is not { } notes)
            return;
        notes[_written & (MostNotes - 1)] = slot;
        Volatile.Write(ref _written, _written + 1);
    }

    /// <summary>Slots that may hold what is looked for, ascending: of the demand with the fewest; all, where no demand names a place.</summary>
    public IEnumerable<int> Candidates(SlotSearch search)
    {
        List<uint[]> demands = [.. search.Places];
        if (demands.Count == 0)
            return Enumerable.Range(0, slots.Used);
        lock (_gate)
        {
            CatchUp();
            // An entry of the dictionary: hash, next, key, value; and a bucket.
            Volatile.Write(ref _bytes, _entries.Length * 8L + _heads.Capacity * 20L + MostNotes * sizeof(int));
            return demands.Select(places => places.SelectMany(At).ToHashSet()).MinBy(found => found.Count)!.Order();
        }
    }

    private IEnumerable<int> At(uint place)
    {
        for (int entry = _heads.GetValueOrDefault(place, -1); entry >= 0; entry = _entries[entry].Next)
            yield return _entries[entry].Slot;
    }

    private void CatchUp()
    {
        var notes = _notes ?? Start();
        long end = Volatile.Read(ref _written);
        // Ended flows leave their entries behind: at twice what is needed it is made anew.
        if (end - _seen < MostNotes / 2 && _count <= 2 * _fresh + MostNotes)
        {
            for (; _seen < end; _seen++)
                Add(notes[_seen & (MostNotes - 1)]);
            if (Volatile.Read(ref _written) - end < MostNotes / 2)
                return;
        }
        _seen = Volatile.Read(ref _written);
        _heads = [];
        _count = 0;
        for (int slot = 0, used = slots.Used; slot < used; slot++)
            Add(slot);
        _fresh = _count;
    }

    private int[] Start()
    {
        int[] notes = new int[MostNotes];
        _seen = -MostNotes;
        Volatile.Write(ref _notes, notes);
        return notes;
    }

    private void Add(int slot)
    {
        if (!slots.TryReadBegun(slot, out var copy))
            return;
        ref readonly var record = ref copy.Record;
        ref readonly var detail = ref copy.Detail;
        Add(Of(FlowField.UUID, record.UUID), slot);
        Add(Of(FlowField.TrackingID, detail.TrackingID), slot);
        Add(Of(FlowField.L3TrackingID, detail.L3TrackingID), slot);
        Add(Of(FlowField.Application, Text(snapshots.Application(in copy).Name)), slot);
        if (record.Key.Parent != 0)
            Add(Of(FlowField.ParentUUID, record.Key.Parent), slot);
        if (record.Key.IPVersion != 0)
        {
            Add(Of(FlowField.Network, record.Key.FirstLow, record.Key.FirstHigh), slot);
            Add(Of(FlowField.Network, record.Key.SecondLow, record.Key.SecondHigh), slot);
        }
        if (detail.HasLink)
        {
            Add(Of(FlowField.Link, detail.SourceMac), slot);
            Add(Of(FlowField.Link, detail.DestinationMac), slot);
        }
        if (detail.HasPorts)
        {
            Add(Of(FlowField.Transport, detail.SourcePort), slot);
            Add(Of(FlowField.Transport, detail.DestinationPort), slot);
        }
    }

    private void Add(uint place, int slot)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(1024, _entries.Length * 2));
        _entries[_count] = (slot, _heads.GetValueOrDefault(place, -1));
        _heads[place] = _count++;
    }
}
