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
            _processes[pid] = facts = ProcessFacts.Read(pid) ?? new ProcessFacts(pid, 0, name, "", "", "", 0);
        return facts;
    }

    /// <summary>Looks at all descriptors of all processes.</summary>
    public void Look()
    {
        _holders = scan.ReadHolders();
        var present = _holders.Values.SelectMany(holders => holders).ToHashSet();
        foreach (int gone in _processes.Keys.Where(pid => !present.Contains(pid)).ToArray())
            _processes.Remove(gone);
        // Name and command line change by exec(2): they are read anew at each look, which is rare.
        foreach (int pid in present)
        {
            if (ProcessFacts.Read(pid) is { } facts)
                _processes[pid] = facts;
        }
    }
}
