namespace Steffi;

/// <summary>Breadth-first search over the engine's own adjacency, edges taken in both directions.</summary>
/// <remarks>Hot (benchmark: PathBenchmarks). Visited nodes are stamped in an array that the thread keeps, so that no search clears one.</remarks>
internal static class ShortestPath
{
    public static IReadOnlyList<Node> Nearest(GraphView view, Node from, Func<Node, bool> isTarget, Func<Edge, bool>? follow, CancellationToken cancel) =>
        Nearest(view, from, isTarget, follow, int.MaxValue, cancel)!;

    /// <returns>Null where more than <paramref name="most"/> nodes were reached without finding a target.</returns>
    public static IReadOnlyList<Node>? Nearest(
        GraphView view, Node from, Func<Node, bool> isTarget, Func<Edge, bool>? follow, int most, CancellationToken cancel)
    {
        if (isTarget(from))
            return [from];
        using var search = VisitedNodes.Rent(view.NodeIndexLimit);
        var queue = new List<Step> { new(from.Entry, -1) };
        search.TryVisit(from.Entry.Index);
        for (int at = 0; at < queue.Count; at++)
        {
            if ((at & 0xFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (queue.Count > most)
                return null;
            foreach (var neighbour in new Neighbours(view, queue[at].Entry, follow))
            {
                if (!search.TryVisit(neighbour) || !view.TryGetNode(neighbour, out var node))
                    continue;
                queue.Add(new(node.Entry, at));
                if (isTarget(node))
                    return Trace(view, queue, queue.Count - 1, reverse: true);
            }
        }
        return [];
    }

    // Where an edge stands its ends do: looking each up would double the work. The exception is a snapshot that tells of an edge from
    // before its node's own: a path through such a node is sought again, with every node looked up.
    public static IReadOnlyList<Node> Between(
        GraphView view, Node from, IReadOnlyCollection<Node> targets, Func<Edge, bool>? follow, CancellationToken cancel) =>
        Between(view, from, targets, follow, trustsEdges: true, cancel) ?? Between(view, from, targets, follow, trustsEdges: false, cancel)!;

    private static List<Node>? Between(
        GraphView view, Node from, IReadOnlyCollection<Node> targets, Func<Edge, bool>? follow, bool trustsEdges, CancellationToken cancel)
    {
        if (targets.Any(target => target.Entry == from.Entry))
            return [from];
        using var near = VisitedNodes.Rent(view.NodeIndexLimit);
        using var far = VisitedNodes.Rent(view.NodeIndexLimit);
        var (left, right) = (new Side([from], near), new Side(targets, far));
        while (left.HasMore && right.HasMore)
        {
            cancel.ThrowIfCancellationRequested();
            // The smaller frontier grows by one whole level: the first meeting is then a shortest one, once the level is through.
            var (growing, other) = left.Frontier <= right.Frontier ? (left, right) : (right, left);
            var (own, met) = growing.Grow(view, other, follow, trustsEdges, cancel);
            if (own < 0)
                continue;
            var path = new List<Node>();
            var (leftAt, rightAt) = growing == left ? (own, met) : (met, own);
            return TryTrace(view, left.Steps, leftAt, path, reverse: true) && TryTrace(view, right.Steps, right.Steps[rightAt].Before, path, reverse: false)
                ? path
                : null;
        }
        return [];
    }

    private static bool TryTrace(GraphView view, List<Step> steps, int at, List<Node> path, bool reverse)
    {
        int start = path.Count;
        for (; at >= 0; at = steps[at].Before)
        {
            if (view.Find(steps[at].Entry) is not { } shown)
                return false;
            path.Add(new Node(view, steps[at].Entry, shown));
        }
        if (reverse)
            path.Reverse(start, path.Count - start);
        return true;
    }

    private static List<Node> Trace(GraphView view, List<Step> steps, int at, bool reverse)
    {
        var path = new List<Node>();
        for (; at >= 0; at = steps[at].Before)
            path.Add(view.Show(steps[at].Entry));
        if (reverse)
            path.Reverse();
        return path;
    }

    private readonly record struct Step(NodeEntry Entry, int Before);

    /// <summary>One end of a search from both ends.</summary>
    private sealed class Side
    {
        private readonly VisitedNodes _visited;
        private int _done;

        public Side(IReadOnlyCollection<Node> starts, VisitedNodes visited)
        {
            _visited = visited;
            foreach (var start in starts)
            {
                _visited.Visit(start.Index, Steps.Count);
                Steps.Add(new(start.Entry, -1));
            }
        }

        public List<Step> Steps { get; } = [];

        public int Frontier => Steps.Count - _done;

        public bool HasMore => Frontier > 0;

        /// <returns>Where the two sides meet, as positions in their steps; -1 when they do not yet.</returns>
        public (int Own, int Other) Grow(GraphView view, Side other, Func<Edge, bool>? follow, bool trustsEdges, CancellationToken cancel)
        {
            var nodes = view.Graph.Tables.Nodes;
            for (int end = Steps.Count; _done < end; _done++)
            {
                if ((_done & 0xFF) == 0)
                    cancel.ThrowIfCancellationRequested();
                foreach (var neighbour in new Neighbours(view, Steps[_done].Entry, follow))
                {
                    if (_visited.Find(neighbour) >= 0 || nodes[neighbour] is not { } entry || (!trustsEdges && view.Find(entry) is null))
                        continue;
                    _visited.Visit(neighbour, Steps.Count);
                    Steps.Add(new(entry, _done));
                    int met = other._visited.Find(neighbour);
                    if (met >= 0)
                        return (Steps.Count - 1, met);
                }
            }
            return (-1, -1);
        }
    }
}
