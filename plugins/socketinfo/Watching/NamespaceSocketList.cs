namespace Steffi.Plugins.SocketInfo;

/// <summary>The sockets of one namespace as its node shows them. What a look finds as it was is kept, so that twenty thousand sockets that stand cost little.</summary>
internal sealed class NamespaceSocketList(FollowedNamespace place)
{
    private Dictionary<ulong, HeldSocket> _found = [];
    private bool _isChanged = true;

    public FollowedNamespace Place { get; } = place;

    public IReadOnlyList<HeldSocket> Sockets { get; private set; } = [];

    /// <summary>Takes in what was found.</summary>
    /// <param name="records">The sockets.</param>
    /// <param name="processes">Who holds them.</param>
    /// <param name="told">Who owned one, by its cookie, that was closed before its holder could be found.</param>
    public void Take(List<SocketRecord> records, ProcessTable processes, Func<ulong, ProcessFacts?> told)
    {
        var found = new Dictionary<ulong, HeldSocket>(records.Count);
        int same = 0;
        foreach (var record in records)
        {
            var all = processes.HoldersOf(record.Inode);
            if (_found.TryGetValue(record.Cookie, out var before) && before.IsStill(record, all))
                same++;
            else
                before = new HeldSocket(record, all);
            before.RoundTrip = record.RoundTrip;
            found[record.Cookie] = before;
        }
        if (same == found.Count && same == Sockets.Count)
            return;
        _found = found;
        var sorted = Sorted(found.Values);
        Sockets = sorted;
        var listeners = Listeners();
        foreach (ref var held in sorted.AsSpan())
        {
            // A socket that nobody is known to hold, though there is somebody.
            if (held.Process is null && held.Record.Inode != 0 && OwnersOf(held.Record, told(held.Record.Cookie), listeners) is { Count: > 0 } owners)
                found[held.Record.Cookie] = held = new HeldSocket(held.Record, owners) { RoundTrip = held.RoundTrip };
        }
        _isChanged = true;
    }

    /// <summary>Adds sockets that have ended meanwhile.</summary>
    public void Add(IEnumerable<ShortSocket> shorts)
    {
        var listeners = Listeners();
        Sockets = Sorted([.. Sockets, .. shorts.Select(one => new HeldSocket(one.Record, OwnersOf(one.Record, one.Process, listeners)))]);
        _isChanged = true;
    }

    /// <summary>The node's Sockets, or null when they are as they were written last.</summary>
    public MetadataValue? Changed() => _isChanged ? Sockets.Select(held => (MetadataValue)held.Shown).ToArray() : default(MetadataValue?);

    /// <summary>What <see cref="Changed"/> gave is in the graph.</summary>
    public void Written() => _isChanged = false;

    // In an order that is the same for the same sockets.
    private static HeldSocket[] Sorted(IEnumerable<HeldSocket> sockets)
    {
        HeldSocket[] sorted = [.. sockets];
        Array.Sort(sorted, static (one, other) =>
        {
            var (a, b) = (one.Record, other.Record);
            int order = a.Protocol - b.Protocol;
            if (order == 0)
                order = (a.State == SocketState.Listen ? 0 : 1) - (b.State == SocketState.Listen ? 0 : 1);
            if (order == 0)
                order = a.Local.Port - b.Local.Port;
            return order != 0 ? order : a.Cookie.CompareTo(b.Cookie);
        });
        return sorted;
    }

    private ILookup<ushort, HeldSocket> Listeners() =>
        Sockets.Where(held => held.Record is { Protocol: TransportProtocol.Tcp, State: SocketState.Listen }).ToLookup(held => held.Record.Local.Port);

    // A connection that was accepted is its listener's; of several processes that listen at one port each for itself, whose is not known.
    private static IReadOnlyList<ProcessFacts> OwnersOf(SocketRecord record, ProcessFacts? told, ILookup<ushort, HeldSocket> listeners)
    {
        if (told is not null)
            return [told];
        if (record.Protocol != TransportProtocol.Tcp || record.State == SocketState.Listen)
            return [];
        var serving = listeners[record.Local.Port].Where(held => held.Record.Takes(record.Local)).ToArray();
        return serving.Length > 0 && Array.TrueForAll(serving, held => held.Process == serving[0].Process) ? serving[0].All : [];
    }
}
