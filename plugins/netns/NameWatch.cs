using System.Threading.Channels;

namespace Steffi.Plugins.NetNS;

/// <summary>inotify on the directories with namespaces' names; one that does not exist yet is looked for at each wait.</summary>
internal sealed class NameWatch : IDisposable
{
    private readonly Channel<string?> _events = Channel.CreateUnbounded<string?>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private readonly IReadOnlyList<string> _directories;
    private Task<bool>? _coming;

    public NameWatch(IReadOnlyList<string> directories)
    {
        _directories = directories;
        Watch();
    }

    /// <summary>Ends a wait; thread-safe.</summary>
    public void Wake() => _events.Writer.TryWrite("");

    /// <summary>Paths that appeared or vanished, empty when the time is over, null when events were lost and a full look is due.</summary>
    public async Task<IReadOnlyCollection<string>?> WaitAsync(TimeSpan time, CancellationToken stopping)
    {
        _coming ??= _events.Reader.WaitToReadAsync(stopping).AsTask();
        if (await Task.WhenAny(_coming, Task.Delay(time, stopping)) != _coming)
        {
            stopping.ThrowIfCancellationRequested();
            Watch();
            return [];
        }
        await _coming;
        _coming = null;
        var paths = new HashSet<string>();
        bool isLookDue = false;
        while (_events.Reader.TryRead(out string? path))
        {
            if (path is null)
                isLookDue = true;
            else if (path.Length > 0)
                paths.Add(path);
        }
        return isLookDue ? null : paths;
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values)
            watcher.Dispose();
    }

    // A directory comes with the first namespace (`ip netns add` makes /run/netns) and may go and come again.
    private void Watch()
    {
        foreach (string directory in _directories)
        {
            bool exists = Directory.Exists(directory);
            if (_watchers.ContainsKey(directory) == exists)
                continue;
            if (!exists)
            {
                _watchers.Remove(directory, out var old);
                old?.Dispose();
                continue;
            }
            try
            {
                var watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
                watcher.Created += (_, change) => _events.Writer.TryWrite(change.FullPath);
                watcher.Deleted += (_, change) => _events.Writer.TryWrite(change.FullPath);
                watcher.Renamed += (_, _) => _events.Writer.TryWrite(null);
                watcher.Error += (_, _) => _events.Writer.TryWrite(null);
                watcher.EnableRaisingEvents = true;
                _watchers[directory] = watcher;
                _events.Writer.TryWrite(null);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                // Gone again, or inotify's limit of watches: the look at all names finds them all the same, only later.
            }
        }
    }
}
