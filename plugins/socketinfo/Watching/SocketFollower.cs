using System.Diagnostics;
using Steffi.Netlink;
using Steffi.Probes;

namespace Steffi.Plugins.SocketInfo;

/// <summary>Looks, compares, writes; again and again. One task.</summary>
internal sealed class SocketFollower(ProbeContext context, SocketInfoOptions options)
{
    private const string Sockets = "Sockets";

    private readonly Dictionary<long, NamespaceSocketList> _lists = [];
    private readonly NamespaceVisitor _visitor = new();
    private readonly ProcessTable _processes = new();
    private readonly ServiceView _services = new(context.Graph.Options.Host);
    private long _processLookDue;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                long start = Stopwatch.GetTimestamp();
                await LookAsync();
                // At most a twentieth of a processor, however many sockets there are.
                var cost = Stopwatch.GetElapsedTime(start);
                await Task.Delay(options.Period > 20 * cost ? options.Period : 20 * cost, stopping);
            }
        }
        finally
        {
            Forget();
        }
    }

    private async Task LookAsync()
    {
        var places = FollowedNamespace.InGraph(context.Graph.Live, context.HostNode);
        var refused = new Dictionary<long, KernelCallException>();
        var found = await _visitor.VisitAsync(places, refused);
        LookAtProcesses(found.Values);
        foreach (long gone in _lists.Keys.Where(inode => !found.ContainsKey(inode)).ToArray())
            _lists.Remove(gone);
        foreach (var place in places)
        {
            if (!found.TryGetValue(place.Inode, out var records))
                continue;
            if (!_lists.TryGetValue(place.Inode, out var list) || list.Place.Node != place.Node)
                _lists[place.Inode] = list = new NamespaceSocketList(place);
            list.Take(records, _processes);
        }
        Write();
        if (refused.Count > 0)
            context.Report(ProbeState.Degraded, refused.Values.First().Message);
        else
            context.Report(ProbeState.Running);
    }

    // A socket without a known holder is reason to look at once; what was closed, passed on or renamed is seen with the next look in turn.
    private void LookAtProcesses(IEnumerable<List<SocketRecord>> found)
    {
        bool isUnknown = found.Any(records => records.Exists(record => _processes.IsUnknown(record.Inode)));
        if (!isUnknown && Environment.TickCount64 < _processLookDue)
            return;
        long start = Stopwatch.GetTimestamp();
        _processes.Look();
        _processLookDue = Environment.TickCount64 + Math.Max(5 * (long)options.Period.TotalMilliseconds, 20 * (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private void Write()
    {
        var changed = _lists.Values.Select(list => (List: list, Sockets: list.Changed())).Where(one => one.Sockets is not null).ToArray();
        if (changed.Length == 0)
            return;
        context.Write(transaction =>
        {
            foreach (var (list, sockets) in changed)
            {
                if (transaction.ContainsNode(list.Place.Node))
                    transaction.UpdateNode(list.Place.Node, new MetadataPatch { [Sockets] = sockets!.Value });
            }
            _services.Write(transaction, _lists.Values);
        });
        foreach (var (list, sockets) in changed)
            list.Written(sockets!.Value);
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
