using System.Threading.Channels;

namespace Steffi.Gremlin;

/// <summary>A watched filter on nodes: what it shows now, and the changes that wait for its reader.</summary>
/// <remarks>All but the reading side is guarded by <see cref="StandingFilters"/>.</remarks>
internal sealed class StandingFilter(LogicalNodes step)
{
    /// <summary>A reader that is so far behind is told the difference to the present instead, once it has read what waits.</summary>
    private const int MostWaiting = 1 << 16;

    private readonly Channel<ResultChange?> _changes = Channel.CreateUnbounded<ResultChange?>();

    public Condition? Where => step.Where;

    /// <summary>What was told last of each node that is in the result.</summary>
    public Dictionary<int, Node> Shown { get; } = [];

    /// <summary>The version of the view that <see cref="Shown"/> goes back to; changes up to it are in there.</summary>
    public long Since { get; set; }

    /// <summary>The event that it was judged by last: it may be found in several ways.</summary>
    public long LastEvent { get; set; } = -1;

    public bool IsBehind { get; private set; }

    /// <summary>A null only wakes the reader, to find that it is behind.</summary>
    public ChannelReader<ResultChange?> Changes => _changes.Reader;

    public bool Accepts(in Node node) => step.Where is not { } where || where.Test(node);

    /// <summary>Looks at all nodes, and tells what is not as it was shown.</summary>
    public void Look(GraphView view, IEnumerable<Node> nodes)
    {
        var gone = new HashSet<int>(Shown.Keys);
        foreach (var node in nodes)
        {
            gone.Remove(node.Index);
            Judge(node, accepted: true);
        }

        foreach (var index in gone)
        {
            Tell(new ResultChange(ChangeKind.Deleted, Shown[index]));
            Shown.Remove(index);
        }

        Since = view.Version;
        IsBehind = false;
    }

    /// <summary>One node as it is now.</summary>
    public void Judge(in Node node, bool accepted)
    {
        if (Shown.TryGetValue(node.Index, out var shown))
        {
            if (accepted && node.Equals(shown)) return;
            Tell(accepted ? new ResultChange(ChangeKind.Updated, node) : new ResultChange(ChangeKind.Deleted, shown));
        }
        else if (accepted) Tell(new ResultChange(ChangeKind.Added, node));

        if (accepted) Shown[node.Index] = node;
        else Shown.Remove(node.Index);
    }

    public void FallBehindWhenFull()
    {
        if (_changes.Reader.Count <= MostWaiting) return;
        IsBehind = true;
        _changes.Writer.TryWrite(null);
    }

    public void Complete(Exception? error) => _changes.Writer.TryComplete(error);

    private void Tell(ResultChange change) => _changes.Writer.TryWrite(change);
}
