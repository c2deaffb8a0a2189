namespace Steffi.Benchmarks;

/// <summary>Nodes of 13 keys, then their edges, in transactions of 1,000.</summary>
internal sealed class InsertFigure : Figure
{
    private const int Count = 100_000, Runs = 7;

    public override string Name => "insert";

    public override IEnumerable<FigureRow> Measure()
    {
        var nodes = ReferenceGraph.Nodes(Count);
        var edges = ReferenceGraph.Edges(Count);
        double metadata = Best(Runs, () => nodes, all => { foreach (var node in all) ReferenceGraph.MetadataOf(node); }) / Count;
        double insert = Best(Runs, () => new Graph(), graph => ReferenceGraph.AddNodes(graph, nodes)) / Count;
        double plain = Best(Runs, () => new DictionaryGraph(), graph => graph.AddNodes(nodes)) / Count;
        yield return new("node insert, metadata built and in a transaction of 1,000", Text(insert * 1e6, "µs"), "1.5, then 1.0 µs", Beside(plain, insert));
        yield return new("… of which building the metadata", Text(metadata * 1e6, "µs"), "");
        double edge = Best(Runs, () => With(nodes), graph => ReferenceGraph.AddEdges(graph, nodes, edges)) / edges.Length;
        double plainEdge = Best(Runs, () => DictionaryWith(nodes), graph => graph.AddEdges(nodes, edges)) / edges.Length;
        yield return new("edge insert", Text(edge * 1e6, "µs"), "0.7, then 0.4 µs", Beside(plainEdge, edge));
        yield return new("allocated a node, all in all", Text(Allocated(() => ReferenceGraph.AddNodes(new Graph(), nodes)) / Count, "B"), "");
        var graph = With(nodes);
        yield return new("allocated an edge, all in all", Text(Allocated(() => ReferenceGraph.AddEdges(graph, nodes, edges)) / edges.Length, "B"), "");
    }

    private static string Beside(double dictionaries, double steffi) =>
        $"dictionaries {Text(dictionaries * 1e6, "µs")}, ratio {Text(steffi / dictionaries, "").Trim()}";

    private static Graph With(ReferenceGraph.NodeData[] nodes)
    {
        var graph = new Graph();
        ReferenceGraph.AddNodes(graph, nodes);
        return graph;
    }

    private static DictionaryGraph DictionaryWith(ReferenceGraph.NodeData[] nodes)
    {
        var graph = new DictionaryGraph();
        graph.AddNodes(nodes);
        return graph;
    }

    private static double Allocated(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
