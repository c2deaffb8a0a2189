using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Steffi.Bpf;
using Steffi.Netlink;
using Steffi.Probes;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Looks, compares, writes; again and again. A round goes through all namespaces; between rounds events say which ones to look at. One task.
/// </summary>
internal sealed class SocketFollower(ProbeContext context, SocketInfoOptions options, SocketScan scan)
{
    private const string Sockets = "Sockets";
    private const int TurnPeriods = 5;   // between looks at all that no event tells of

    // Between looks that events ask for.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<long, NamespaceSocketList> _lists = [];
    private readonly Dictionary<long, KernelCallException> _refused = [];
    private readonly DiagScan _diag = new();
    private readonly ProcessTable _processes = new(scan);
    private readonly ShortLived _shortLived = new();
    private readonly ServiceView _services = new(context.Graph.Options.Host, options.Linger);
    private SocketTracer? _tracer;
    private ProcessHealth? _health;
    private string? _untraced;
    private long _missed;
    private HashSet<Conversation> _unix = [];
    private bool _isUnixChanged;
    private bool _isFirst = true;
    private HashSet<long> _heard = [];
    private long _roundDue, _turnDue;
    private TimeSpan _roundCost, _lookCost;

    public async Task RunAsync(CancellationToken stopping)
    {
        Trace();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                long start = Stopwatch.GetTimestamp();
                bool isRound = _tracer is null || Environment.TickCount64 >= _roundDue;
                await LookAsync(isRound);
                var rest = RestAfter(Stopwatch.GetElapsedTime(start), ref isRound ? ref _roundCost : ref _lookCost);
                if (isRound)
                    _roundDue = Environment.TickCount64 + (long)Math.Max(rest.TotalMilliseconds, options.Period.TotalMilliseconds);
                if (_tracer is not null)
                    await Task.Delay(isRound || rest < Shortest ? Shortest : rest, stopping);
                var wait = TimeSpan.FromMilliseconds(Math.Max(0, _roundDue - Environment.TickCount64));
                await (_tracer?.WaitAsync(wait, stopping) ?? Task.Delay(wait, stopping));
            }
        }
        finally
        {
            _tracer?.Dispose();
            _health?.Dispose();
            Forget();
        }
    }

    // A twentieth of a processor, however many sockets there are. One look that the machine was too busy for, or that was compiled first, is
    // no reason to be deaf: none is taken to cost more than twice the one before.
    private TimeSpan RestAfter(TimeSpan took, ref TimeSpan cost)
    {
        cost = TimeSpan.FromTicks(Math.Min(took.Ticks, 2 * Math.Max(cost.Ticks, Shortest.Ticks / 20)));
        return TimeSpan.FromTicks(Math.Min(20 * cost.Ticks, 10 * options.Period.Ticks));
    }

    private void Trace()
    {
        if (!options.Trace)
            return;
        try
        {
            _tracer = SocketTracer.Open(out var problem);
            if (problem is not null)
                context.Log.LogInformation("UDP sockets that never send may be missed: {Message}", problem);
            _health = new ProcessHealth(HealthProgram.Start(), _processes, options.MetricsPeriod);
        }
        catch (Exception exception) when (exception is BpfLoadException or KernelCallException)
        {
            _untraced = $"{(_tracer is null ? "short connections may be missed" : "no TCPHealth")}: {exception.Message}";
            context.Log.LogWarning("{Message}", _untraced);
        }
    }

    private async Task LookAsync(bool isRound)
    {
        var where = Hear();
        var unsettled = _tracer is { TellsOfDatagramEnds: false } ? _shortLived.Told : null;
        var places = FollowedNamespace.InGraph(context.Graph.Live, context.Graph.Options.Host, context.HostNode);
        var visited = isRound ? places : places.FindAll(place => where.Contains(place.Inode) || !_lists.ContainsKey(place.Inode));
        var unix = isRound && Environment.TickCount64 >= _turnDue ? new List<UnixSocket>() : null;
        var health = isRound && _health is { IsDue: true } due ? due : null;
        _refused.Clear();
        // Iterators know all at once; but iter/tcp takes longer than sock_diag to find that a namespace has nothing.
        var found = await NamespaceVisitor.VisitAsync(visited, _isFirst ? scan : _diag, hasRoundTrips: health is not null, _refused, unix);
        _isFirst = false;
        // Of what closed while it was looked at, too, the owner is told.
        _heard = Hear();
        _shortLived.Saw(found.Values.SelectMany(records => records));
        if (unsettled is not null)
            _shortLived.Settle(unsettled);
        LookAtProcesses(found.Values, unix);
        Place(places, found);
        ShowShortLived();
        foreach (var (inode, records) in found)
            _lists[inode].Take(records, _processes, _shortLived.OwnerOf);
        Write();
        if (health is not null)
            Sample(health);
        Report();
    }

    // Takes in what was told; where there is something to look at, since the last look.
    private HashSet<long> Hear()
    {
        var where = _heard;
        _heard = [];
        foreach (var one in _tracer?.Take() ?? [])
        {
            _shortLived.Add(one, _processes.Of);
            where.Add(one.NetNS);
        }
        return where;
    }

    // What is refused has no list, so that it is tried at each look.
    private void Place(List<FollowedNamespace> places, Dictionary<long, List<SocketRecord>> found)
    {
        var present = places.Select(place => place.Inode).Except(_refused.Keys).ToHashSet();
        foreach (long gone in _lists.Keys.Where(inode => !present.Contains(inode)).ToArray())
            _lists.Remove(gone);
        foreach (var place in places.Where(place => found.ContainsKey(place.Inode)))
        {
            if (!_lists.TryGetValue(place.Inode, out var list) || list.Place != place)
                _lists[place.Inode] = new NamespaceSocketList(place);
        }
    }

    // They stand for the moment between two writes: in the past for good, in the live graph hardly.
    private void ShowShortLived()
    {
        bool any = false;
        foreach (var shorts in _shortLived.Take().GroupBy(one => one.NetNS))
        {
            if (!_lists.TryGetValue(shorts.Key, out var list))
                continue;
            list.Add(shorts);
            any = true;
        }
        if (any)
            Write();
    }

    private void Report()
    {
        long missed = _tracer?.Missed ?? 0;
        if (missed > _missed)
            context.Log.LogWarning("{Count} events of sockets found no room: short connections may be missing", missed - _missed);
        _missed = missed;
        var message = _refused.Count > 0 ? _refused.Values.First().Message : _untraced;
        context.Report(message is null ? ProbeState.Running : ProbeState.Degraded, message);
    }

    // A socket without a known holder is reason to look at once; what was closed, passed on or renamed, and unix(7), is seen in turn.
    private void LookAtProcesses(IEnumerable<List<SocketRecord>> found, List<UnixSocket>? unix)
    {
        bool isTurn = unix is not null;
        if (isTurn || found.Any(records => records.Exists(record => _processes.IsUnknown(record.Inode))))
            _processes.Look(isTurn);
        if (unix is null)
            return;
        var conversations = UnixConversations.Of(unix, _processes);
        _isUnixChanged |= !conversations.SetEquals(_unix);
        _unix = conversations;
        _turnDue = Environment.TickCount64 + TurnPeriods * (long)options.Period.TotalMilliseconds;
    }

    private void Write()
    {
        var changed = _lists.Values.Select(list => (List: list, Sockets: list.Changed())).Where(one => one.Sockets is not null).ToArray();
        if (changed.Length == 0 && !_services.IsLingering && !_isUnixChanged)
            return;
        _isUnixChanged = false;
        context.Write(transaction =>
        {
            foreach (var (list, sockets) in changed)
            {
                if (transaction.ContainsNode(list.Place.Node))
                    transaction.UpdateNode(list.Place.Node, new MetadataPatch { [Sockets] = sockets!.Value });
            }
            _services.Write(transaction, _lists.Values, _unix);
        });
        foreach (var (list, _) in changed)
        {
            list.Written();
            _health?.See(list);
        }
    }

    private void Sample(ProcessHealth health)
    {
        health.Read(_lists.Values);
        context.Write(transaction => health.Sample(transaction, _services.IdOf));
    }

    // The nodes are other probes': what this one added to them goes with it.
    private void Forget()
    {
        try
        {
            context.Write(transaction =>
            {
                foreach (var list in _lists.Values.Where(list => transaction.ContainsNode(list.Place.Node)))
                    transaction.UpdateNode(list.Place.Node, new MetadataPatch().Remove(Sockets));
            });
        }
        catch (OperationCanceledException)
        {
            // The run was given up.
        }
    }
}
