using Steffi.Netlink.Kernel;

namespace Steffi.Netlink;

/// <summary>Candidates by looking for them; for a probe that follows no namespaces itself. One thread.</summary>
internal sealed class ScannedCandidates(IReadOnlyList<string> directories) : INamespaceCandidates
{
    // A burst of new pairs asks many times; one look serves all of them for a while.
    private const long Fresh = 20;

    private List<NamespaceCandidate> _found = [];
    private long _foundAt = long.MinValue / 2;

    public IReadOnlyList<NamespaceCandidate> Find()
    {
        long now = Environment.TickCount64;
        if (now - _foundAt < Fresh)
            return _found;
        var seen = new HashSet<long> { NamespaceFile.Own };
        _found = [];
        foreach (string directory in directories)
        {
            foreach (var named in NamespaceScan.Named(directory))
            {
                if (named.Inode != 0 && seen.Add(named.Inode))
                    _found.Add(new NamespaceCandidate(named.Inode, named.Path));
            }
        }
        foreach (var (inode, pid) in NamespaceScan.OfProcesses())
        {
            if (seen.Add(inode))
                _found.Add(new NamespaceCandidate(inode, NamespaceScan.PathOf(pid)));
        }
        _foundAt = Environment.TickCount64;
        return _found;
    }
}
