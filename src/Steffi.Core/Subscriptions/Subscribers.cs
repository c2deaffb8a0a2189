namespace Steffi;

/// <summary>All subscriptions; tells them of each transaction, in the order of committing.</summary>
internal sealed class Subscribers
{
    private Subscription[] _all = [];

    public Subscription Add(SubscriptionOptions options, CancellationToken cancel)
    {
        var added = new Subscription(this, options, cancel);
        lock (this)
            _all = [.. _all, added];
        return added;
    }

    public void Remove(Subscription subscription)
    {
        lock (this)
            _all = Array.FindAll(_all, other => other != subscription);
    }

    public void Complete()
    {
        foreach (var subscription in _all)
            subscription.Complete(null);
    }

    public void Tell(Graph graph, List<(Element Element, Revision? Old)> changed, long number)
    {
        var all = Volatile.Read(ref _all);
        if (all.Length == 0 || changed.Count == 0)
            return;
        var view = graph.Live;
        var changes = Effects(changed, view);
        if (changes.Count == 0)
            return;
        var change = new GraphChange(number, changes, view);
        foreach (var subscription in all)
            subscription.Tell(change);
    }

    private static List<ElementChange> Effects(List<(Element Element, Revision? Old)> changed, GraphView view)
    {
        var changes = new List<ElementChange>(changed.Count);
        var seen = changed.Count == 1 ? null : new HashSet<Element>();
        foreach (var (entry, old) in changed)
        {
            if (seen is not null && !seen.Add(entry))
                continue;
            var head = entry.Head!;
            bool stood = old is { Alive: true };
            var shown = head.Alive ? head : LastAlive(head);
            if (shown is null || (!stood && !head.Alive && head is not RewrittenRevision))
                continue;
            var kind = (stood, head.Alive) switch
            {
                (false, true) => ChangeKind.Added,
                (true, false) => ChangeKind.Deleted,
                _ => ChangeKind.Updated,
            };
            bool late = kind == ChangeKind.Updated && head is RewrittenRevision && (!head.Alive || head.Metadata == old!.Metadata);
            changes.Add(entry.Node is { } node
                ? new(kind, new Node(view, node, shown), null, late)
                : new(kind, null, new Edge(view, entry.Edge, shown), late));
        }
        return changes;
    }

    private static Revision? LastAlive(Revision? at)
    {
        while (at is { Alive: false })
            at = at.Previous;
        return at;
    }
}
