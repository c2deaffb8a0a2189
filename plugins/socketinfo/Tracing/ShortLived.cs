namespace Steffi.Plugins.SocketInfo;

/// <summary>A socket that opened and closed between two looks.</summary>
internal readonly record struct ShortSocket(long NetNS, SocketRecord Record, ProcessFacts? Process);

/// <summary>Finds the sockets that no look saw, from what the kernel told of them. One task.</summary>
internal sealed class ShortLived
{
    private const int Longest = 65536;

    private readonly Dictionary<ulong, ShortSocket> _open = [];
    private readonly Dictionary<ulong, ShortSocket> _ended = [];
    private readonly Dictionary<ulong, ProcessFacts> _owners = [];

    /// <summary>Those that ended since the last call.</summary>
    public List<ShortSocket> Take()
    {
        var taken = _ended.Values.ToList();
        _ended.Clear();
        return taken;
    }

    /// <summary>Takes in an event.</summary>
    /// <param name="one">What the kernel told.</param>
    /// <param name="process">Who owns the socket, where the event tells.</param>
    public void Add(in SocketEvent one, Func<int, string, ProcessFacts> process)
    {
        if (one.IsEnd)
        {
            if (_open.Remove(one.Cookie, out var ended) && LastOf(ended.Record, in one) is { Local.Port: > 0 } last)
                _ended[one.Cookie] = ended with { Record = last };
            return;
        }
        _open.TryGetValue(one.Cookie, out var before);
        _open[one.Cookie] = new ShortSocket(one.NetNS, one.ToRecord(one.NewState), one.IsByOwner ? process(one.Pid, one.Name) : before.Process);
        // What never ends (an event was lost) does not pile up.
        if (_open.Count > Longest)
            _open.Clear();
    }

    // A connection is what it was before it began to end. One that was refused, and a datagram socket, have their port only after they were told of.
    private static SocketRecord LastOf(SocketRecord told, in SocketEvent end) =>
        told.Protocol == TransportProtocol.Tcp && told.State != SocketState.SynSent ? told : end.ToRecord(end.OldState);

    /// <summary>A look saw these: they are shown by it, and not short-lived.</summary>
    /// <param name="seen">Every socket of the look.</param>
    public void Saw(IEnumerable<SocketRecord> seen)
    {
        _owners.Clear();
        // One without an inode is nobody's yet: it may be accepted and closed before the next look.
        foreach (var record in seen.Where(record => record.Inode != 0))
        {
            if ((_open.Remove(record.Cookie, out var one) || _ended.Remove(record.Cookie, out one)) && one.Process is { } owner)
                _owners[record.Cookie] = owner;
        }
    }

    /// <summary>Who owns a socket that the last look was the first to see; null where that was not told.</summary>
    public ProcessFacts? OwnerOf(ulong cookie) => _owners.GetValueOrDefault(cookie);

    /// <summary>After a look: a UDP socket that was told of before it and is not in it has ended, where the kernel does not tell of that.</summary>
    /// <param name="before">Cookies that were told of before the look began.</param>
    public void Settle(IReadOnlySet<ulong> before)
    {
        foreach (ulong cookie in before)
        {
            if (_open.TryGetValue(cookie, out var one) && one.Record.Protocol == TransportProtocol.Udp && _open.Remove(cookie))
                _ended[cookie] = one;
        }
    }

    /// <summary>Cookies that are told of and not seen.</summary>
    public HashSet<ulong> Told => [.. _open.Keys];
}
