namespace Steffi.Plugins.SocketInfo;

/// <summary>The processes that hold sockets; one object each as long as nothing changes. One thread.</summary>
internal sealed class ProcessTable(SocketScan scan)
{
    private readonly Dictionary<int, ProcessFacts> _processes = [];
    private readonly Dictionary<ProcessFacts, ProcessFacts[]> _alone = new(ReferenceEqualityComparer.Instance);
    private Dictionary<uint, List<int>> _holders = [];

    /// <summary>Who holds a socket's inode, the lowest process first; empty when nobody is known to.</summary>
    public IReadOnlyList<ProcessFacts> HoldersOf(uint inode)
    {
        if (!_holders.TryGetValue(inode, out var holders))
            return [];
        // Nearly always one.
        if (holders.Count == 1)
            return _processes.TryGetValue(holders[0], out var only) ? Alone(only) : [];
        return [.. holders.Select(Find).OfType<ProcessFacts>()];
    }

    /// <summary>The lowest process that holds a socket's inode; null when none is known.</summary>
    public ProcessFacts? HolderOf(uint inode) => HoldersOf(inode) is { Count: > 0 } holders ? holders[0] : null;

    /// <summary>True when a socket has no holder in the last look, so that another look may find one.</summary>
    public bool IsUnknown(uint inode) => inode != 0 && !_holders.ContainsKey(inode);

    /// <summary>A process; null when it is gone.</summary>
    public ProcessFacts? Find(int pid) => _processes.TryGetValue(pid, out var known) ? known : null;

    /// <summary>A process that may have ended since: then all that is known is its number and name.</summary>
    public ProcessFacts Of(int pid, string name)
    {
        if (!_processes.TryGetValue(pid, out var facts))
            _processes[pid] = facts = ProcessFacts.Read(pid) ?? ProcessFacts.Ended(pid, name);
        return facts;
    }

    /// <summary>Looks at all descriptors of all processes.</summary>
    /// <param name="isTurn">Whether all of them are read anew, not only those that hold another socket than before: name and command line change by exec(2).</param>
    public void Look(bool isTurn)
    {
        var before = _holders;
        _holders = scan.ReadHolders();
        var (present, changed) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (inode, holders) in _holders)
        {
            var known = before.GetValueOrDefault(inode);
            foreach (int pid in holders)
            {
                present.Add(pid);
                if (isTurn || known?.Contains(pid) != true)
                    changed.Add(pid);
            }
        }
        foreach (int gone in _processes.Keys.Where(pid => !present.Contains(pid)).ToArray())
            _processes.Remove(gone);
        foreach (int pid in changed)
        {
            if (ProcessFacts.Read(pid) is { } facts && facts != Find(pid))
                _processes[pid] = facts;
        }
        _alone.Clear();
    }

    private ProcessFacts[] Alone(ProcessFacts process) => _alone.TryGetValue(process, out var list) ? list : _alone[process] = [process];
}
