using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Netlink;

/// <summary>
/// One thread for any number of namespaces: waits on all sockets, takes what came, writes what changed as one transaction.
/// While it writes the next messages gather, so the busier the network the larger the transactions.
/// </summary>
internal sealed class NetlinkLoop : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly ProbeContext _context;
    private readonly INamespaceCandidates _candidates;
    private readonly Epoll _epoll = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<int, (NamespaceWatcher Watcher, NamespaceGraph Graph)> _watched = [];
    private readonly Dictionary<long, int> _marks = [];
    private readonly List<(NamespaceWatcher Watcher, NamespaceGraph Graph)> _gone = [];
    private readonly HashSet<int> _ready = [];
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _lastMark;

    public NetlinkLoop(ProbeContext context, INamespaceCandidates candidates)
    {
        _context = context;
        _candidates = candidates;
        Identity = ElementIdentity.Of(context.Graph.Options.Host);
        Leftovers = new Leftovers(context);
    }

    public ElementIdentity Identity { get; }
    public Leftovers Leftovers { get; }

    /// <summary>Called on the loop's thread when a namespace's socket broke and the namespace was dropped.</summary>
    public Action<long, KernelCallException>? Failed { get; init; }

    /// <summary>Runs on a thread of its own until stopping; the namespaces' sockets are closed at the end, their nodes stay.</summary>
    public Task RunAsync(CancellationToken stopping)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Run(stopping);
                ended.SetResult();
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        })
        { IsBackground = true, Name = "netlink" }.Start();
        return ended.Task;
    }

    /// <summary>Runs an action on the loop's thread; thread-safe.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _epoll.Wake();
    }

    /// <summary>Takes over the watcher; thread-safe.</summary>
    public void Add(NamespaceWatcher watcher, NamespacePlace place) => Post(() =>
    {
        int mark = ++_lastMark;
        _watched[mark] = (watcher, new NamespaceGraph(Identity, place));
        _marks[watcher.State.NetNS] = mark;
        _epoll.Add(watcher.Descriptor, mark);
        watcher.Start();
        _ready.Add(mark);
        // A new namespace may be the one that others have a number of.
        foreach (var (other, _) in _watched.Values)
            other.Nsids.AskSoon();
    });

    /// <summary>Closes the namespace's socket at once and deletes its nodes; nothing when it is not watched. Thread-safe.</summary>
    public void Remove(long netns) => Post(() => Drop(netns));

    /// <summary>Changes the metadata of a namespace's node; thread-safe.</summary>
    public void Describe(long netns, Metadata metadata) => Post(() =>
    {
        if (_marks.TryGetValue(netns, out int mark))
            _watched[mark].Graph.Describe(metadata);
    });

    /// <summary>A watched namespace by its inode; on the loop's thread.</summary>
    public NamespaceWatcher? Find(long netns) => _marks.TryGetValue(netns, out int mark) ? _watched[mark].Watcher : null;

    /// <summary>All watched namespaces; on the loop's thread.</summary>
    public IEnumerable<NamespaceWatcher> Watchers => _watched.Values.Select(w => w.Watcher);

    public void Dispose() => _epoll.Dispose();

    private void Run(CancellationToken stopping)
    {
        using var waking = stopping.Register(_epoll.Wake);
        var marks = new List<int>();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                _epoll.Wait(_ready.Count > 0 ? TimeSpan.Zero : UntilDue(), marks);
                _ready.UnionWith(marks);
                while (_posted.TryDequeue(out var action))
                    action();
                ReceiveReady();
                BeOnTime();
                Write();
            }
        }
        finally
        {
            foreach (var (watcher, _) in _watched.Values)
                watcher.Dispose();
            _watched.Clear();
        }
    }

    private TimeSpan UntilDue()
    {
        long due = long.MaxValue;
        foreach (var (watcher, _) in _watched.Values)
            due = Math.Min(due, watcher.Due);
        long wait = due - Environment.TickCount64;
        return wait <= 0 ? TimeSpan.Zero : wait < Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : Longest;
    }

    private void ReceiveReady()
    {
        var now = _context.Graph.Now;
        foreach (int mark in _ready.ToArray())
        {
            if (!_watched.TryGetValue(mark, out var watched) || !Guarded(watched.Watcher, w => Receive(w, now)))
                _ready.Remove(mark);
        }
    }

    private void BeOnTime()
    {
        long now = Environment.TickCount64;
        foreach (var (mark, watched) in _watched.Where(w => w.Value.Watcher.IsDue(now)).ToArray())
        {
            Guarded(watched.Watcher, w =>
            {
                w.OnTime(now, _candidates.Find());
                return true;
            });
            // Dumps and answers are in the socket by now: take them before writing, so that one write tells all.
            if (Guarded(watched.Watcher, w => Receive(w, _context.Graph.Now)))
                _ready.Add(mark);
        }
    }

    private bool Receive(NamespaceWatcher watcher, DateTimeOffset now)
    {
        var (overruns, bad) = (watcher.Overruns, watcher.State.BadMessages);
        bool isMore = watcher.Receive(_buffer, now);
        if (watcher.Overruns != overruns)
            _context.Log.LogWarning("namespace {Inode}: notifications were lost, everything is read again (setting receive.buffer)", watcher.State.NetNS);
        if (watcher.State.BadMessages != bad)
            _context.Log.LogWarning("namespace {Inode}: {Count} messages not understood so far, the last: {Fault}",
                watcher.State.NetNS, watcher.State.BadMessages, watcher.State.LastFault);
        return isMore;
    }

    private bool Guarded(NamespaceWatcher watcher, Func<NamespaceWatcher, bool> action)
    {
        try
        {
            return action(watcher);
        }
        catch (KernelCallException exception)
        {
            _context.Log.LogWarning("namespace {Inode} is no longer followed: {Message}", watcher.State.NetNS, exception.Message);
            Drop(watcher.State.NetNS);
            Failed?.Invoke(watcher.State.NetNS, exception);
            return false;
        }
    }

    private void Drop(long netns)
    {
        if (!_marks.Remove(netns, out int mark) || !_watched.Remove(mark, out var watched))
            return;
        watched.Watcher.Dispose();
        _gone.Add(watched);
    }

    private void Write()
    {
        var writable = _watched.Values.Where(IsWritable).ToArray();
        if (writable.Length == 0 && _gone.Count == 0)
            return;
        _context.Write(transaction =>
        {
            foreach (var (watcher, graph) in _gone)
                graph.Delete(transaction, watcher.State);
            foreach (var (watcher, graph) in writable)
            {
                Leftovers.Settle(transaction, watcher.State, Identity);
                graph.Write(transaction, watcher);
            }
        });
        _gone.Clear();
    }

    private static bool IsWritable((NamespaceWatcher Watcher, NamespaceGraph Graph) watched) =>
        watched.Watcher.IsSynchronized && (watched.Watcher.State.HasChanges || watched.Graph.HasChanges);
}
