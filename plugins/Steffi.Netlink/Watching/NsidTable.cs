namespace Steffi.Netlink;

/// <summary>A namespace that may be entered: its inode and a file of it.</summary>
internal readonly record struct NamespaceCandidate(long Inode, string Path);

/// <summary>
/// What one namespace's numbers for others (nsid) mean. The kernel tells the number of a given namespace, never the namespace of
/// a number, so candidates are asked until the wanted number comes up.
/// </summary>
internal sealed class NsidTable
{
    private readonly Dictionary<int, long> _inodes = [];
    private readonly HashSet<int> _wanted = [];
    private readonly Dictionary<uint, long> _asked = [];
    private readonly HashSet<long> _round = [];
    private long _retryAt;
    private int _failures;

    /// <summary>When to ask again, in TickCount64; MaxValue when nothing is wanted.</summary>
    public long Due => _wanted.Count > 0 ? _retryAt : long.MaxValue;

    /// <summary>Null while unknown; it is wanted from then on.</summary>
    public long? Find(int nsid)
    {
        if (_inodes.TryGetValue(nsid, out long inode))
            return inode;
        if (nsid >= 0 && _wanted.Add(nsid))
            AskSoon();
        return null;
    }

    /// <summary>A candidate appeared or an end was seen: no reason to wait any longer.</summary>
    public void AskSoon()
    {
        _retryAt = 0;
        _failures = 0;
        _round.Clear();
    }

    /// <summary>The candidates worth asking about now: those whose number is not known and that were not asked in this round.</summary>
    /// <param name="candidates">Likeliest first.</param>
    /// <param name="now">TickCount64.</param>
    /// <param name="maximum">Answers have to fit into the receive queue; the rest follows at the next call.</param>
    public List<NamespaceCandidate> TakeQuestions(IEnumerable<NamespaceCandidate> candidates, long now, int maximum)
    {
        var questions = new List<NamespaceCandidate>();
        if (_wanted.Count == 0 || now < _retryAt)
            return questions;
        foreach (long inode in _inodes.Values)
            _round.Add(inode);
        foreach (var candidate in candidates)
        {
            if (!_round.Add(candidate.Inode))
                continue;
            questions.Add(candidate);
            if (questions.Count == maximum)
                return questions;
        }
        // All were asked. An answer may stay out for good, a namespace being beyond this process's sight: each round waits longer.
        _round.Clear();
        _retryAt = now + Math.Min(10_000, 25L << Math.Min(_failures++, 9));
        return questions;
    }

    public void Asked(uint sequence, long inode) => _asked[sequence] = inode;

    /// <summary>An answer; true when it was wanted, so the interfaces with that number have changed.</summary>
    public bool Answer(uint sequence, int nsid)
    {
        if (!_asked.Remove(sequence, out long inode) || nsid < 0)
            return false;
        _inodes[nsid] = inode;
        if (!_wanted.Remove(nsid))
            return false;
        _failures = 0;
        return true;
    }

    /// <summary>The other namespace is gone and its number may be given again; true when it was known.</summary>
    public bool Remove(int nsid)
    {
        _wanted.Remove(nsid);
        return _inodes.Remove(nsid);
    }

    /// <summary>Notifications were lost, numbers may have been given again.</summary>
    public void Clear()
    {
        _inodes.Clear();
        _wanted.Clear();
        _asked.Clear();
        AskSoon();
    }
}
