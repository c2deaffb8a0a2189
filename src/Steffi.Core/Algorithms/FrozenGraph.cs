namespace Steffi;

/// <summary>The edges of a view as compressed adjacency arrays: made once, for algorithms that read all of a graph again and again.</summary>
/// <remarks>Immutable and thread-safe. Nodes are named by <see cref="Node.Index"/>. 4 bytes an edge and direction, 4 a node; 8 more an edge
/// and direction with weights. Worth its making, one pass over all edges, from the second traversal on.</remarks>
public sealed class FrozenGraph
{
    private readonly int[] _starts;   // of a node's neighbours in _ends, one more than nodes
    private readonly int[] _ends;
    private readonly double[]? _weights;

    private FrozenGraph(int[] starts, int[] ends, double[]? weights) => (_starts, _ends, _weights) = (starts, ends, weights);

    /// <summary>Reads the edges of a view.</summary>
    /// <param name="view">Live or of an instant.</param>
    /// <param name="directed">False: each edge leads both ways. True: from parent to child.</param>
    /// <param name="follow">Which edges are taken; null for all.</param>
    /// <param name="weight">What an edge costs, not negative; null for graphs without <see cref="CostsFrom"/>.</param>
    /// <param name="cancel">Checked every thousand edges.</param>
    /// <exception cref="ArgumentException">The view is a window, or a weight is negative or no number.</exception>
    public static FrozenGraph Of(
        GraphView view, bool directed = false, Func<Edge, bool>? follow = null, Func<Edge, double>? weight = null, CancellationToken cancel = default)
    {
        if (view.Kind == ViewKind.Window)
            throw new ArgumentException("A window holds several revisions of an edge: freeze a live view or an instant.", nameof(view));
        var starts = new int[view.NodeIndexLimit + 1];
        var (parents, children) = (new int[view.EdgeIndexLimit], new int[view.EdgeIndexLimit]);
        var costs = weight is null ? null : new double[view.EdgeIndexLimit];
        int count = 0;
        foreach (var edge in view.Edges)
        {
            if ((count & 1023) == 0)
                cancel.ThrowIfCancellationRequested();
            if (follow is not null && !follow(edge))
                continue;
            if (costs is not null)
                costs[count] = CostOf(edge, weight!);
            var (parent, child) = (edge.ParentIndex, edge.ChildIndex);
            (parents[count], children[count]) = (parent, child);
            starts[parent + 1]++;
            if (!directed)
                starts[child + 1]++;
            count++;
        }
        for (int i = 1; i < starts.Length; i++)
            starts[i] = checked(starts[i] + starts[i - 1]);
        var ends = new int[starts[^1]];
        var weights = costs is null ? null : new double[ends.Length];
        var next = starts.AsSpan(0, starts.Length - 1).ToArray();
        for (int i = 0; i < count; i++)
        {
            Put(i, parents[i], children[i]);
            if (!directed)
                Put(i, children[i], parents[i]);
        }
        return new FrozenGraph(starts, ends, weights);

        void Put(int edge, int from, int to)
        {
            int at = next[from]++;
            ends[at] = to;
            if (weights is not null)
                weights[at] = costs![edge];
        }
    }

    private static double CostOf(Edge edge, Func<Edge, double> weight)
    {
        double cost = weight(edge);
        return cost >= 0 ? cost : throw new ArgumentException($"The weight of edge '{edge.Id}' is {cost}.", nameof(weight));
    }

    /// <summary>Greater than every node's index.</summary>
    public int NodeIndexLimit => _starts.Length - 1;

    /// <summary>The indexes of a node's neighbours, one for each edge.</summary>
    public ReadOnlySpan<int> NeighboursOf(int node) => _ends.AsSpan(_starts[node].._starts[node + 1]);

    /// <summary>How many edges each node is away, by breadth-first search.</summary>
    /// <param name="from">The <see cref="Node.Index"/> to start at.</param>
    /// <param name="cancel">Checked every few thousand nodes.</param>
    /// <returns>By index; -1 where there is no way, and for indexes without a node.</returns>
    public int[] DistancesFrom(int from, CancellationToken cancel = default)
    {
        var distances = new int[NodeIndexLimit];
        Array.Fill(distances, -1);
        distances[from] = 0;
        var queue = new int[NodeIndexLimit];
        queue[0] = from;
        int end = 1;
        for (int at = 0; at < end; at++)
        {
            if ((at & 0xFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            int next = distances[queue[at]] + 1;
            foreach (int neighbour in NeighboursOf(queue[at]))
            {
                if (distances[neighbour] >= 0)
                    continue;
                distances[neighbour] = next;
                queue[end++] = neighbour;
            }
        }
        return distances;
    }

    /// <summary>What the cheapest way to each node costs (Dijkstra 1959).</summary>
    /// <param name="from">The <see cref="Node.Index"/> to start at.</param>
    /// <param name="cancel">Checked every few thousand nodes.</param>
    /// <returns>By index; infinity where there is no way.</returns>
    /// <exception cref="InvalidOperationException">The graph was frozen without weights.</exception>
    public double[] CostsFrom(int from, CancellationToken cancel = default)
    {
        if (_weights is null)
            throw new InvalidOperationException("The graph was frozen without weights.");
        var costs = new double[NodeIndexLimit];
        Array.Fill(costs, double.PositiveInfinity);
        costs[from] = 0;
        var queue = new PriorityQueue<int, double>();
        queue.Enqueue(from, 0);
        for (int taken = 0; queue.TryDequeue(out int node, out double cost); taken++)
        {
            if ((taken & 0xFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (cost > costs[node])
                continue;
            for (int at = _starts[node]; at < _starts[node + 1]; at++)
            {
                double other = cost + _weights[at];
                if (other >= costs[_ends[at]])
                    continue;
                costs[_ends[at]] = other;
                queue.Enqueue(_ends[at], other);
            }
        }
        return costs;
    }
}
