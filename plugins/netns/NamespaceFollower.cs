using Microsoft.Extensions.Logging;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// Finds namespaces as they come and go: names by inotify, processes by looking at /proc. A namespace whose last name and last
/// process are gone lives on only by this probe's socket, so that is closed at once.
/// </summary>
internal sealed class NamespaceFollower(ProbeContext context, NetlinkLoop loop, KnownNamespaces known, NetlinkOptions options)
{
    // A name appears before the namespace is mounted on it, by less than a millisecond unless the machine is busy.
    private static readonly TimeSpan MountRetry = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan RefusalRetry = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, NamedNamespace> _names = [];
    private readonly Dictionary<long, long> _refused = [];
    private readonly long _period = (long)(1000 * NetlinkOptions.Number(context.Settings, "process.period", 0.25, 0.01));
    private readonly System.Collections.Concurrent.ConcurrentQueue<long> _lost = new();
    private Dictionary<long, int> _processes = [];
    private bool _isSettled;

    /// <summary>A namespace's socket broke; it is tried again later. Thread-safe.</summary>
    public void Lost(long netns, KernelCallException exception)
    {
        context.Report(ProbeState.Degraded, exception.Message);
        _lost.Enqueue(netns);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var names = new NameWatch(options.Directories);
        long nextLook = 0;
        while (!stopping.IsCancellationRequested)
        {
            long now = Environment.TickCount64;
            if (now >= nextLook)
            {
                LookAtAll();
                long took = Environment.TickCount64 - now;
                // At most a twentieth of a processor, however many processes and names there are.
                nextLook = now + Math.Max(_period, 20 * took);
            }
            Settle();
            bool isMountAwaited = _names.Values.Any(n => n.Inode == 0);
            var wait = isMountAwaited ? MountRetry : TimeSpan.FromMilliseconds(Math.Max(1, nextLook - Environment.TickCount64));
            Take(await names.WaitAsync(wait, stopping));
        }
    }

    private void LookAtAll()
    {
        _names.Clear();
        foreach (string directory in options.Directories)
        {
            foreach (var named in NamespaceScan.Named(directory))
                _names[named.Path] = named;
        }
        _processes = NamespaceScan.OfProcesses();
    }

    // What inotify named, and what was not mounted yet.
    private void Take(IReadOnlyCollection<string>? paths)
    {
        if (paths is null)
        {
            LookAtAll();
            return;
        }
        bool isNameGone = false;
        foreach (string path in paths.Concat(_names.Values.Where(n => n.Inode == 0).Select(n => n.Path)).ToArray())
        {
            long before = _names.GetValueOrDefault(path).Inode;
            if (File.Exists(path))
                _names[path] = new NamedNamespace(Path.GetFileName(path), path, NamespaceFile.Inode(path));
            else
                _names.Remove(path);
            isNameGone |= before != 0 && _names.GetValueOrDefault(path).Inode != before;
        }
        // Whether a process still holds the namespace decides if it lives: the last look may be a period old.
        if (isNameGone)
            _processes = NamespaceScan.OfProcesses();
    }

    private void Settle()
    {
        while (_lost.TryDequeue(out long netns))
            _refused[netns] = Environment.TickCount64 + (long)RefusalRetry.TotalMilliseconds;
        var (appeared, renamed, gone) = known.Update(_names.Values, _processes);
        foreach (long inode in gone)
        {
            _refused.Remove(inode);
            loop.Remove(inode);
        }
        foreach (var ns in appeared)
            Enter(ns);
        foreach (var ns in renamed)
            loop.Describe(ns.Inode, ns.ToMetadata());
        foreach (long inode in _refused.Where(r => r.Value <= Environment.TickCount64).Select(r => r.Key).ToArray())
        {
            _refused.Remove(inode);
            Enter(known.All[inode]);
        }
        if (!_isSettled)
        {
            _isSettled = true;
            var present = known.All.Keys.ToHashSet();
            loop.Post(() => context.Write(transaction => loop.Leftovers.SettleRest(transaction, present)));
        }
    }

    private void Enter(KnownNamespace ns)
    {
        try
        {
            var watcher = NamespaceEntry.Run(ns.Path, ns.Inode, () => NamespaceWatcher.Open(ns.Inode, ns.Name, options));
            loop.Add(watcher, new NamespacePlace(context.HostNode, loop.Identity.Namespace(ns.Inode), ns.ToMetadata()));
        }
        catch (KernelCallException exception)
        {
            // ENOENT: it went while it was found; the next look knows.
            _refused[ns.Inode] = Environment.TickCount64 + (long)RefusalRetry.TotalMilliseconds;
            if (exception.Errno == Errno.ENOENT)
                return;
            var named = new KernelCallException(exception.Operation, ns.Name, exception.Errno, exception.Needs);
            context.Log.LogWarning("{Message}", named.Message);
            context.Report(ProbeState.Degraded, named.Message);
        }
    }
}
