using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.NetNS;

/// <summary>
/// The namespaces that there are at the moment, by names and processes. The follower's thread changes it, the loop's thread reads
/// the candidates: a list that is replaced, never changed.
/// </summary>
internal sealed class KnownNamespaces : INamespaceCandidates
{
    private readonly Dictionary<long, KnownNamespace> _byInode = [];
    private IReadOnlyList<NamespaceCandidate> _candidates = [];

    public IReadOnlyList<NamespaceCandidate> Find() => Volatile.Read(ref _candidates);

    public IReadOnlyDictionary<long, KnownNamespace> All => _byInode;

    /// <summary>Compares with what a look at names and processes found and says what changed.</summary>
    public (List<KnownNamespace> Appeared, List<KnownNamespace> Renamed, List<long> Gone) Update(
        IEnumerable<NamedNamespace> names, IReadOnlyDictionary<long, int> processes, IReadOnlyDictionary<long, FirstProcess> first)
    {
        var found = new Dictionary<long, KnownNamespace>();
        foreach (var group in names.Where(n => n.Inode != 0 && n.Inode != NamespaceFile.Own).GroupBy(n => n.Inode))
            found[group.Key] = KnownNamespace.Of(group.Key, [.. group], processes.GetValueOrDefault(group.Key), First(group.Key));
        foreach (var (inode, pid) in processes)
        {
            if (inode != NamespaceFile.Own && !found.ContainsKey(inode))
                found[inode] = KnownNamespace.Of(inode, [], pid, First(inode));
        }
        var appeared = found.Values.Where(n => !_byInode.ContainsKey(n.Inode)).ToList();
        var renamed = found.Values.Where(n => _byInode.TryGetValue(n.Inode, out var before) && !before.Equals(n)).ToList();
        var gone = _byInode.Keys.Where(inode => !found.ContainsKey(inode)).ToList();
        foreach (long inode in gone)
            _byInode.Remove(inode);
        foreach (var known in appeared.Concat(renamed))
            _byInode[known.Inode] = known;
        if (appeared.Count + renamed.Count + gone.Count > 0)
            Volatile.Write(ref _candidates, Candidates());
        return (appeared, renamed, gone);

        FirstProcess? First(long inode) => first.TryGetValue(inode, out var one) ? one : null;
    }

    // The host's own namespace first: most pairs have an end there.
    private List<NamespaceCandidate> Candidates() =>
        [new(NamespaceFile.Own, "/proc/self/ns/net"), .. _byInode.Values.Reverse().Select(n => new NamespaceCandidate(n.Inode, n.Path))];
}
