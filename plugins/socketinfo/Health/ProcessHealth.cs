using System.Runtime.InteropServices;
using Steffi.Bpf;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// How the sockets of each process fare: what the kernel tells of connections, dropped packets and fragments, summed up by who holds the socket. One task.
/// </summary>
internal sealed class ProcessHealth(HealthProgram program, ProcessTable processes, TimeSpan period) : IDisposable
{
    private const int RememberedReadings = 4;

    private readonly SocketOwners _owners = new();
    private readonly Dictionary<(int Pid, long Started), (ProcessFacts Process, HealthTotals Totals)> _totals = [];
    // As last read. The kernel's maps change while they are read: what is in them may be passed over once, or come twice.
    private readonly Dictionary<ConnectionEnds, (uint Retransmits, uint Resets, int Reading)> _connections = [];
    private readonly Dictionary<PacketDrop, (long Count, int Reading)> _drops = [];
    private readonly Dictionary<ConnectionEnds, (FragmentCount Count, int Reading)> _fragments = [];
    private int _reading;
    private long _read = Environment.TickCount64;

    /// <summary>Whether a reading's time has come.</summary>
    public bool IsDue => Environment.TickCount64 - _read >= period.TotalMilliseconds;

    /// <summary>Takes in sockets that are there: whose they are is known for a while.</summary>
    public void See(NamespaceSocketList place) => _owners.See(place);

    /// <summary>Reads what happened since the last reading.</summary>
    /// <param name="places">All sockets that are there.</param>
    public void Read(IReadOnlyCollection<NamespaceSocketList> places)
    {
        foreach (var place in places)
            _owners.See(place);
        _reading++;
        program.ReadConnections(this, static (health, socket) => health.Add(in socket));
        program.ReadDrops(this, static (health, drop, count) => health.Add(in drop, count));
        program.ReadFragments(this, static (health, ends, count) => health.Add(in ends, in count));
        SetRoundTrips(places);
        Forget();
        _read = Environment.TickCount64;
    }

    /// <summary>Writes what changed.</summary>
    /// <param name="transaction">Knows which processes have a node.</param>
    /// <param name="idOf">Of a process's node.</param>
    public void Sample(Transaction transaction, Func<ProcessFacts, ElementId> idOf)
    {
        foreach (var (process, totals) in _totals.Values)
        {
            if (transaction.View.TryGetNode(idOf(process), out var node))
                totals.Sample(transaction, node);
        }
    }

    public void Dispose() => program.Dispose();

    private void Add(in ConnectionHealth socket)
    {
        var (retransmits, resets) = (socket.Retransmits, socket.ResetsSent + socket.ResetsReceived);
        var before = _connections.GetValueOrDefault(socket.Ends);
        _connections[socket.Ends] = (retransmits, resets, _reading);
        // Less than before: another connection has these ends now.
        retransmits -= retransmits >= before.Retransmits ? before.Retransmits : 0;
        resets -= resets >= before.Resets ? before.Resets : 0;
        if (retransmits + resets == 0 || OwnerOf(in socket) is not { } owner)
            return;
        var totals = TotalsOf(owner);
        totals.Retransmits += retransmits;
        totals.Resets += resets;
    }

    private void Add(in PacketDrop drop, long count)
    {
        long before = _drops.GetValueOrDefault(drop).Count;
        _drops[drop] = (count, _reading);
        count -= count >= before ? before : 0;
        if (count == 0)
            return;
        var (sender, receiver) = (drop.Ends, drop.Ends.Reversed());
        if ((_owners.Of(receiver) ?? _owners.Of(sender) ?? _owners.Serving(receiver) ?? _owners.Serving(sender)) is not { } owner)
            return;
        var drops = TotalsOf(owner).Drops;
        var reason = DropReasons.Name(drop.Reason);
        drops[reason] = drops.GetValueOrDefault(reason) + count;
    }

    private void Add(in ConnectionEnds ends, in FragmentCount count)
    {
        var before = _fragments.GetValueOrDefault(ends).Count;
        _fragments[ends] = (count, _reading);
        long sent = count.Sent - (count.Sent >= before.Sent ? before.Sent : 0), received = count.Received - (count.Received >= before.Received ? before.Received : 0);
        var back = ends.Reversed();
        if (sent > 0 && (_owners.Of(ends) ?? _owners.Serving(ends)) is { } sender)
            TotalsOf(sender).FragmentsSent += sent;
        if (received > 0 && (_owners.Of(back) ?? _owners.Serving(back)) is { } receiver)
            TotalsOf(receiver).FragmentsReceived += received;
    }

    // A connection that was too short for a look is its connector's, or that of who listens.
    private ProcessFacts? OwnerOf(in ConnectionHealth socket) =>
        _owners.Of(socket.Ends) ?? (socket.Pid > 0 ? processes.Of(socket.Pid, socket.Command) : _owners.Serving(socket.Ends));

    private void SetRoundTrips(IReadOnlyCollection<NamespaceSocketList> places)
    {
        foreach (var (_, totals) in _totals.Values)
            totals.Srtt = 0;
        var connections = places.SelectMany(place => place.Sockets).Where(held => held is { RoundTrip: > 0, Process: not null });
        foreach (var same in connections.GroupBy(held => (held.Process!.Pid, held.Process.Started)))
            TotalsOf(same.First().Process!).Srtt = (long)same.Average(held => 1000.0 * held.RoundTrip);
    }

    private void Forget()
    {
        _owners.Forget(_read);
        Forget(_connections, static last => last.Reading);
        Forget(_drops, static last => last.Reading);
        Forget(_fragments, static last => last.Reading);
        foreach (var (key, one) in _totals)
        {
            if (one.Process.IsGone)
                _totals.Remove(key);
        }
    }

    private void Forget<TKey, TLast>(Dictionary<TKey, TLast> read, Func<TLast, int> readingOf) where TKey : notnull
    {
        foreach (var (key, last) in read)
        {
            if (readingOf(last) <= _reading - RememberedReadings)
                read.Remove(key);
        }
    }

    private HealthTotals TotalsOf(ProcessFacts process)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, (process.Pid, process.Started), out bool exists);
        if (!exists)
            entry = (process, new HealthTotals());
        return entry.Totals;
    }
}
