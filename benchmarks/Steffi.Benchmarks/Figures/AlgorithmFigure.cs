using QuikGraph;
using QuikGraph.Algorithms.Search;
using QuikGraph.Algorithms.ShortestPath;

namespace Steffi.Benchmarks;

/// <summary>Whole-graph algorithms on an R-MAT graph (Chakrabarti et al. 2004; a, b, c as in Graph500), beside plain compressed arrays and QuikGraph.</summary>
internal sealed class AlgorithmFigure(string name, int scale, int edgeFactor, bool withQuikGraph) : Figure
{
    public override string Name => name;

    public override bool IsLong => true;

    public override IEnumerable<FigureRow> Measure()
    {
        int nodes = 1 << scale;
        var edges = RMat(nodes, nodes * edgeFactor);
        long before = LiveBytes();
        using var graph = Build(nodes, edges);
        double bytes = (LiveBytes() - before) / (double)edges.Length;
        string what = $"R-MAT scale {scale}, {edges.Length:N0} edges";

        var view = graph.Live;
        int from = edges[0].From;
        double freeze = Best(1, () => view, on => FrozenGraph.Of(on), collects: false);
        var frozen = FrozenGraph.Of(view);
        var (starts, ends) = Plain(nodes, edges);
        double making = Best(1, () => 0, _ => Plain(nodes, edges), collects: false);
        double plain = Best(3, () => 0, _ => PlainBfs(starts, ends, from), collects: false);
        double bfs = Best(3, () => frozen, on => on.DistancesFrom(from), collects: false);
        yield return new($"{what}: breadth-first search on the frozen view", Text(bfs * 1e3, "ms"), "2 × plain arrays",
            $"plain arrays {Text(plain * 1e3, "ms")}, ratio {Text(bfs / plain, "").Trim()}; freezing {Text(freeze * 1e3, "ms")}, making the plain arrays {Text(making * 1e3, "ms")}");
        double walk = Best(2, () => view, on => LiveBfs(on, from));
        yield return new("… breadth-first search over the live view's own edges", Text(walk * 1e3, "ms"), "", $"plain arrays × {Text(walk / plain, "").Trim()}");
        yield return new("… live bytes an edge, nodes included, history-capable", Text(bytes, "B"), "");
        if (!withQuikGraph)
            yield break;

        before = LiveBytes();
        var quik = Quik(edges);
        double quikBytes = (LiveBytes() - before) / (double)edges.Length;
        yield return new("… QuikGraph's bytes an edge (integers, no metadata, no history, no ids)", Text(quikBytes, "B"), "", $"ratio {Text(bytes / quikBytes, "").Trim()}");
        double quikBfs = Best(1, () => quik, on => new UndirectedBreadthFirstSearchAlgorithm<int, SUndirectedEdge<int>>(on).Compute(from));
        yield return new("… QuikGraph's breadth-first search", Text(quikBfs * 1e3, "ms"), "", $"Steffi {Text(bfs * 1e3, "ms")}: ratio {Text(bfs / quikBfs, "").Trim()}");
        var weighted = FrozenGraph.Of(view, weight: edge => 1 + edge.Index % 10);
        double dijkstra = Best(1, () => weighted, on => on.CostsFrom(from));
        double quikDijkstra = Best(1, () => quik, on => new UndirectedDijkstraShortestPathAlgorithm<int, SUndirectedEdge<int>>(on, edge => 1 + (edge.Source ^ edge.Target) % 10).Compute(from));
        yield return new("… Dijkstra", Text(dijkstra * 1e3, "ms"), "", $"QuikGraph {Text(quikDijkstra * 1e3, "ms")}, ratio {Text(dijkstra / quikDijkstra, "").Trim()}");
    }

    private static (int From, int To)[] RMat(int nodes, int count)
    {
        var random = new Random(5);
        var edges = new (int, int)[count];
        for (int i = 0; i < count; i++)
        {
            int from = 0, to = 0;
            for (int bit = nodes >> 1; bit > 0; bit >>= 1)
            {
                double at = random.NextDouble();
                if (at >= 0.57 + 0.19)
                    from |= bit;
                if (at is >= 0.57 and < 0.57 + 0.19 or >= 0.57 + 0.19 + 0.19)
                    to |= bit;
            }
            edges[i] = (from, to);
        }
        return edges;
    }

    private static Graph Build(int nodes, (int From, int To)[] edges)
    {
        var graph = new Graph();
        for (int at = 0; at < nodes; at += 1000)
        {
            int start = at;
            graph.Write(tx => { for (int i = start; i < Math.Min(start + 1000, nodes); i++) tx.AddNode(Id(0, i), default); });
        }
        for (int at = 0; at < edges.Length; at += 1000)
        {
            int start = at;
            graph.Write(tx => { for (int i = start; i < Math.Min(start + 1000, edges.Length); i++) tx.AddEdge(Id(1, i), Id(0, edges[i].From), Id(0, edges[i].To), default); });
        }
        return graph;
    }

    private static ElementId Id(int kind, int number) => new Guid(kind + 1, 0, 0, 0, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);

    private static (int[] Starts, int[] Ends) Plain(int nodes, (int From, int To)[] edges)
    {
        var starts = new int[nodes + 1];
        foreach (var (from, to) in edges)
        {
            starts[from + 1]++;
            starts[to + 1]++;
        }
        for (int i = 1; i <= nodes; i++)
            starts[i] += starts[i - 1];
        var ends = new int[starts[^1]];
        var next = starts[..^1];
        foreach (var (from, to) in edges)
        {
            ends[next[from]++] = to;
            ends[next[to]++] = from;
        }
        return (starts, ends);
    }

    private static int PlainBfs(int[] starts, int[] ends, int from)
    {
        var distances = new int[starts.Length - 1];
        Array.Fill(distances, -1);
        distances[from] = 0;
        var queue = new int[distances.Length];
        queue[0] = from;
        int end = 1;
        for (int at = 0; at < end; at++)
        {
            int node = queue[at];
            for (int i = starts[node]; i < starts[node + 1]; i++)
            {
                if (distances[ends[i]] >= 0)
                    continue;
                distances[ends[i]] = distances[node] + 1;
                queue[end++] = ends[i];
            }
        }
        return end;
    }

    private static int LiveBfs(GraphView view, int from)
    {
        var met = new bool[view.NodeIndexLimit];
        met[from] = true;
        var queue = new Queue<int>([from]);
        int count = 0;
        while (queue.TryDequeue(out int at))
        {
            count++;
            view.TryGetNode(at, out var node);
            foreach (var edge in node.OutEdges)
                Visit(edge.ChildIndex);
            foreach (var edge in node.InEdges)
                Visit(edge.ParentIndex);
        }
        return count;

        void Visit(int next)
        {
            if (met[next])
                return;
            met[next] = true;
            queue.Enqueue(next);
        }
    }

    private static UndirectedGraph<int, SUndirectedEdge<int>> Quik((int From, int To)[] edges)
    {
        var graph = new UndirectedGraph<int, SUndirectedEdge<int>>(allowParallelEdges: true);
        foreach (var (from, to) in edges)
            graph.AddVerticesAndEdge(new SUndirectedEdge<int>(Math.Min(from, to), Math.Max(from, to)));
        return graph;
    }
}
