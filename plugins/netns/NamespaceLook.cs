using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// What names and processes say of namespaces: looked at whole now and then, and name by name as inotify tells of them. One thread.
/// </summary>
internal sealed class NamespaceLook(IReadOnlyList<string> directories)
{
    // A name appears before the namespace is mounted on it, by less than a millisecond unless the machine is busy. A file that
    // stays a plain file (a name left by a program that was killed) is given up and seen with the next look at all names.
    private const long MountPatience = 2000;

    // What a process makes is its own within a millisecond or so; all processes are looked at soon anyway.
    private const long MakingPatience = 250;

    /// <summary>Threads that were told of in a namespace: the first that is still there, and the last, which may stay when the first ends.</summary>
    private readonly record struct ToldThreads(int First, int Last)
    {
        /// <summary>One of them that is there; 0 when none is.</summary>
        public int In(long inode) => NamespaceFile.OfProcess(First) == inode ? First : NamespaceFile.OfProcess(Last) == inode ? Last : 0;
    }

    private readonly Dictionary<string, long> _awaited = [];
    private readonly Dictionary<int, (FirstProcess Maker, long Until)> _making = [];
    private Dictionary<string, NamedNamespace> _names = [];
    private readonly Dictionary<long, FirstProcess> _first = [];
    private readonly Dictionary<long, ToldThreads> _told = [];
    private Dictionary<long, int> _processes = [];

    public IReadOnlyCollection<NamedNamespace> Names => _names.Values;
    public IReadOnlyDictionary<long, int> Processes => _processes;

    /// <summary>Who was seen first in a namespace, where that was told.</summary>
    public IReadOnlyDictionary<long, FirstProcess> First => _first;

    /// <summary>Something is different from when it was last set to false.</summary>
    public bool HasChanged { get; set; }

    /// <summary>A name is there whose namespace is expected any moment, or a process that may be making one.</summary>
    public bool IsAwaiting => _awaited.Count + _making.Count > 0;

    public void AtNames()
    {
        var names = new Dictionary<string, NamedNamespace>();
        foreach (string directory in directories)
        {
            foreach (var named in NamespaceScan.Named(directory))
                names[named.Path] = named;
        }
        foreach (var named in names.Values.Where(n => n.Inode == 0 && !_names.ContainsKey(n.Path)))
            Await(named.Path);
        HasChanged |= names.Count != _names.Count || names.Values.Any(n => !_names.TryGetValue(n.Path, out var before) || before != n);
        _names = names;
    }

    /// <summary>Once: where threads are that nobody told of. From then on it is told.</summary>
    public void AtThreads()
    {
        foreach (var (inode, thread) in NamespaceScan.OfThreads())
            _told.TryAdd(inode, new ToldThreads(thread, thread));
    }

    public void AtProcesses()
    {
        var processes = NamespaceScan.OfProcesses();
        foreach (var (inode, told) in _told.Where(told => !processes.ContainsKey(told.Key)).ToArray())
        {
            // A thread that left its process's namespace is in no list of processes.
            if (told.In(inode) is var thread and not 0)
                processes[inode] = thread;
            else if (told != default)
                _told[inode] = default;   // its namespace may be about to get a name
            else if (_told.Remove(inode) && !_names.Values.Any(name => name.Inode == inode))
                _first.Remove(inode);
        }
        HasChanged |= processes.Count != _processes.Count
            || processes.Any(p => !_processes.TryGetValue(p.Key, out int before) || before != p.Value);
        _processes = processes;
    }

    /// <summary>A process was seen to begin in a namespace, or to be making one; it may be over.</summary>
    public void At(FirstProcess process)
    {
        if (process.NetNS == 0)
        {
            _making[process.Tid] = (process, Environment.TickCount64 + MakingPatience);
            AtMaking();
            return;
        }
        // One without processes may have a name; without either its inode is another's now.
        bool isAnother = !_processes.ContainsKey(process.NetNS) && !_names.Values.Any(name => name.Inode == process.NetNS);
        int first = _told.GetValueOrDefault(process.NetNS).In(process.NetNS);
        _told[process.NetNS] = new ToldThreads(first == 0 ? process.Tid : first, process.Tid);
        if (!_processes.TryGetValue(process.NetNS, out int known) || NamespaceFile.OfProcess(known) != process.NetNS)
            LeadBy(process.NetNS, process.Tid);
        if (isAnother || !_first.ContainsKey(process.NetNS))
        {
            _first[process.NetNS] = process;
            HasChanged = true;
        }
    }

    /// <summary>
    /// What led to a namespace no longer does: another that was told of may, as where a runtime makes one, starts the container in it and ends.
    /// </summary>
    public void LeadAnew(long inode)
    {
        if (_told.GetValueOrDefault(inode).In(inode) is var thread and not 0 && _processes.GetValueOrDefault(inode) != thread)
            LeadBy(inode, thread);
    }

    private void LeadBy(long inode, int thread)
    {
        if (NamespaceFile.OfProcess(thread) != inode)
            return;
        _processes[inode] = thread;
        HasChanged = true;
    }

    /// <summary>The namespace is gone; its inode may be used again.</summary>
    public void Forget(long inode)
    {
        _first.Remove(inode);
        _told.Remove(inode);
    }

    /// <summary>Looks at the names that inotify told of, and at what is awaited.</summary>
    public void At(IReadOnlyCollection<string> paths)
    {
        AtMaking();
        bool isNameGone = false;
        foreach (string path in paths)
        {
            if (!_names.ContainsKey(path))
                Await(path);
            isNameGone |= At(path);
        }
        long now = Environment.TickCount64;
        foreach (var (path, until) in _awaited.ToArray())
        {
            isNameGone |= At(path);
            if (!_names.TryGetValue(path, out var named) || named.Inode != 0 || now > until)
                _awaited.Remove(path);
        }
        // Whether a process still holds the namespace decides if it lives: the last look may be a period old.
        if (isNameGone)
            AtProcesses();
    }

    private void AtMaking()
    {
        long now = Environment.TickCount64;
        foreach (var (thread, (maker, until)) in _making.ToArray())
        {
            long inode = NamespaceFile.OfProcess(thread);
            bool isNew = inode != 0 && inode != NamespaceFile.Own && !_processes.ContainsKey(inode) && !_names.Values.Any(name => name.Inode == inode);
            if (isNew || inode == 0 || now > until)
                _making.Remove(thread);
            if (isNew)
                At(maker with { NetNS = inode });
        }
    }

    private void Await(string path) => _awaited[path] = Environment.TickCount64 + MountPatience;

    // True when the path no longer stands for the namespace that it stood for.
    private bool At(string path)
    {
        var before = _names.GetValueOrDefault(path);
        if (File.Exists(path))
            _names[path] = new NamedNamespace(Path.GetFileName(path), path, NamespaceFile.Inode(path));
        else
            _names.Remove(path);
        var after = _names.GetValueOrDefault(path);
        HasChanged |= before != after;
        return before.Inode != 0 && after.Inode != before.Inode;
    }
}
