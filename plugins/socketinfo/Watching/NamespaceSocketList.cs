namespace Steffi.Plugins.SocketInfo;

/// <summary>A socket with who holds it.</summary>
internal readonly record struct HeldSocket(SocketRecord Record, ProcessFacts? Process, IReadOnlyList<ProcessFacts> All);

/// <summary>The sockets of one namespace as its node shows them.</summary>
internal sealed class NamespaceSocketList(FollowedNamespace place)
{
    private MetadataValue _written;

    public FollowedNamespace Place { get; } = place;

    public IReadOnlyList<HeldSocket> Sockets { get; private set; } = [];

    /// <summary>Takes in what was found.</summary>
    /// <param name="records">The sockets.</param>
    /// <param name="processes">Who holds them.</param>
    /// <param name="told">Who owned one, by its cookie, that was closed before its holder could be found.</param>
    public void Take(IEnumerable<SocketRecord> records, ProcessTable processes, Func<ulong, ProcessFacts?> told)
    {
        Sockets = [.. records.Select(record => Hold(record, processes))];
        Sockets = Sorted(Sockets.Select(held => held.Process is null && held.Record.Inode != 0 ? OwnedBy(held.Record, told(held.Record.Cookie)) : held));
    }

    /// <summary>Adds sockets that have ended meanwhile.</summary>
    public void Add(IEnumerable<ShortSocket> shorts) => Sockets = Sorted([.. Sockets, .. shorts.Select(one => OwnedBy(one.Record, one.Process))]);

    /// <summary>The node's Sockets, or null when they are as they were written last.</summary>
    public MetadataValue? Changed()
    {
        var sockets = (MetadataValue)Sockets.Select(SocketMapping.ToMetadata).Select(map => (MetadataValue)map).ToArray();
        return sockets == _written ? default(MetadataValue?) : sockets;
    }

    public void Written(MetadataValue sockets) => _written = sockets;

    // In an order that is the same for the same sockets.
    private static HeldSocket[] Sorted(IEnumerable<HeldSocket> sockets) =>
        [.. sockets.OrderBy(held => held.Record.Protocol).ThenBy(held => held.Record.State == SocketState.Listen ? 0 : 1)
            .ThenBy(held => held.Record.Local.Port).ThenBy(held => held.Record.Cookie)];

    // A socket that was accepted is its listener's.
    private HeldSocket OwnedBy(SocketRecord record, ProcessFacts? told)
    {
        var owner = told ?? Sockets.FirstOrDefault(held => held.Record.Protocol == record.Protocol
            && held.Record.State == SocketState.Listen && held.Record.Local.Port == record.Local.Port).Process;
        return new HeldSocket(record, owner, owner is null ? [] : [owner]);
    }

    private static HeldSocket Hold(SocketRecord record, ProcessTable processes)
    {
        var all = processes.HoldersOf(record.Inode).Select(processes.Find).OfType<ProcessFacts>().ToArray();
        return new HeldSocket(record, all.FirstOrDefault(), all);
    }
}
