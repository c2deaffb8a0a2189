namespace Steffi.Plugins.SocketInfo;

/// <summary>The processes that hold sockets, read once each. One thread.</summary>
internal sealed class ProcessTable(SocketScan scan)
{
    private readonly Dictionary<int, ProcessFacts> _processes = [];
    private Dictionary<uint, List<int>> _holders = [];

    /// <summary>Who holds a socket's inode, the lowest process first; empty when nobody is known to.</summary>
    public IReadOnlyList<int> HoldersOf(uint inode) => _holders.TryGetValue(inode, out var holders) ? holders : [];

    /// <summary>The lowest process that holds a socket's inode; null when none is known.</summary>
    public ProcessFacts? HolderOf(uint inode) => HoldersOf(inode).Select(Find).FirstOrDefault(process => process is not null);

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
            if (ProcessFacts.Read(pid) is { } facts)
                _processes[pid] = facts;
        }
    }
}
