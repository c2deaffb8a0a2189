using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Steffi.Bpf;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// Enters namespaces as they come and leaves them as they go: names by inotify, processes by looking at /proc. A namespace whose
/// last name and last process are gone lives on only by this probe's socket, so that is closed at once.
/// </summary>
internal sealed class NamespaceFollower(ProbeContext context, NetlinkLoop loop, KnownNamespaces known, NetlinkOptions options)
{
    private const long AwaitedRetry = 3;
    private const long NamesPeriod = 2000;
    private const long RefusalRetry = 30_000;
    private const long RaceRetry = 100;

    private readonly NamespaceLook _look = new(options.Directories);
    private readonly Dictionary<long, long> _refused = [];
    private readonly ConcurrentQueue<long> _lost = new();
    private readonly long _period = (long)(1000 * NetlinkOptions.Number(context.Settings, "process.period", 0.25, 0.01));
    private bool _isDegraded;

    /// <summary>A namespace's socket broke; it is tried again later. Thread-safe.</summary>
    public void Lost(long netns, KernelCallException exception)
    {
        context.Report(ProbeState.Degraded, exception.Message);
        _lost.Enqueue(netns);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var names = new NameWatch(options.Directories);
        using var tracer = Trace(names);
        _look.AtNames();
        _look.AtThreads();
        long processesDue = 0, namesDue = Environment.TickCount64 + NamesPeriod;
        bool isFirst = true;
        while (!stopping.IsCancellationRequested)
        {
            processesDue = InTurn(processesDue, _period, _look.AtProcesses);
            // inotify tells of names; this is for what it missed.
            namesDue = InTurn(namesDue, NamesPeriod, _look.AtNames);
            Settle();
            if (isFirst)
                DeleteLeftovers();
            isFirst = false;
            long due = Math.Min(Math.Min(processesDue, namesDue), _refused.Count == 0 ? long.MaxValue : _refused.Values.Min());
            long wait = _look.IsAwaiting ? AwaitedRetry : due - Environment.TickCount64;
            if (await names.WaitAsync(TimeSpan.FromMilliseconds(Math.Max(1, wait)), stopping) is { } paths)
                _look.At(paths);
            else
                _look.AtNames();
            while (tracer?.TryTake(out var process) == true)
                _look.At(process);
        }
    }

    // Without it a namespace that has no name is found by the next look at the processes.
    private NamespaceTracer? Trace(NameWatch names)
    {
        try
        {
            return NamespaceTracer.Open(names.Wake);
        }
        catch (Exception exception) when (exception is BpfLoadException or KernelCallException)
        {
            context.Log.LogInformation("namespaces without a name are found by looking: {Message}", exception.Message);
            return null;
        }
    }

    // At most a twentieth of a processor, however many processes and names there are.
    private static long InTurn(long due, long period, Action look)
    {
        long now = Environment.TickCount64;
        if (now < due)
            return due;
        look();
        return now + Math.Max(period, 20 * (Environment.TickCount64 - now));
    }

    private void Settle()
    {
        while (_lost.TryDequeue(out long netns))
            _refused[netns] = Environment.TickCount64 + RefusalRetry;
        while (_look.HasChanged)
        {
            _look.HasChanged = false;
            var (appeared, renamed, gone) = known.Update(_look.Names, _look.Processes, _look.First);
            foreach (long inode in gone)
            {
                _refused.Remove(inode);
                _look.Forget(inode);
                loop.Remove(inode);
            }
            foreach (var ns in appeared)
                Enter(ns);
            foreach (var ns in renamed)
            {
                // Another path may lead to it now.
                if (_refused.Remove(ns.Inode))
                    Enter(ns);
                else
                    loop.Describe(ns.Inode, ns.ToMetadata());
            }
        }
        foreach (long inode in _refused.Where(r => r.Value <= Environment.TickCount64).Select(r => r.Key).ToArray())
        {
            _refused.Remove(inode);
            if (known.All.TryGetValue(inode, out var ns))
                Enter(ns);
        }
        if (_isDegraded && _refused.Count == 0)
        {
            _isDegraded = false;
            context.Report(ProbeState.Running);
        }
    }

    private void Enter(KnownNamespace ns)
    {
        try
        {
            var watcher = NamespaceEntry.Run(ns.Path, ns.Inode, () => NamespaceWatcher.Open(ns.Inode, ns.Name, options));
            loop.Add(watcher, new NamespacePlace(context.HostNode, loop.Identity.Namespace(ns.Inode), ns.ToMetadata()));
        }
        catch (KernelCallException exception) when (exception.Errno == Errno.ENOENT)
        {
            // It went, or the process that led to it did, while it was found.
            _refused[ns.Inode] = Environment.TickCount64 + RaceRetry;
            _look.LeadAnew(ns.Inode);
        }
        catch (KernelCallException exception)
        {
            _refused[ns.Inode] = Environment.TickCount64 + RefusalRetry;
            _isDegraded = true;
            var named = new KernelCallException(exception.Operation, ns.Name, exception.Errno, exception.Needs);
            context.Log.LogWarning("{Message}", named.Message);
            context.Report(ProbeState.Degraded, named.Message);
        }
    }

    private void DeleteLeftovers()
    {
        var present = known.All.Keys.ToHashSet();
        loop.Post(() => context.Write(transaction => loop.Leftovers.SettleRest(transaction, present)));
    }
}
