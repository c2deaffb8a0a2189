namespace Steffi.Benchmarks;

/// <summary>Edges without metadata, as another process sends them: batches of 1,000 events between 10,000 nodes.</summary>
internal sealed class EdgeEventFigure : Figure
{
    private const int Nodes = 10_000, Edges = 500_000, BatchSize = 1000;

    public override string Name => "edges";

    public override IEnumerable<FigureRow> Measure()
    {
        var nodes = Array.ConvertAll(ReferenceGraph.Nodes(Nodes), node => node.Id);
        var batches = Batches(nodes, new Random(7));
        double best = Best(3, () => Build(nodes), graph => Apply(graph, batches)) / Edges;
        yield return new("property-free edge events, one writer, batches of 1,000", Text(1e-6 / best, "M/s"), "2 M/s");
        var graph = Build(nodes);
        long before = LiveBytes();
        Apply(graph, batches);
        double bytes = (LiveBytes() - before) / (double)Edges;
        GC.KeepAlive(batches);
        GC.KeepAlive(graph);
        yield return new("… live bytes each", Text(bytes, "B"), "64 B");
    }

    private static Graph Build(ElementId[] nodes)
    {
        var graph = new Graph();
        graph.Write(tx => { foreach (var id in nodes) tx.AddNode(id, default); });
        return graph;
    }

    private static EventBatch[] Batches(ElementId[] nodes, Random random)
    {
        // After the nodes, however long other figures take: an edge before its nodes is the slow way of a late event.
        var start = DateTimeOffset.UtcNow.AddDays(1);
        var batches = new EventBatch[Edges / BatchSize];
        for (int i = 0; i < batches.Length; i++)
        {
            var events = new GraphEvent[BatchSize];
            for (int k = 0; k < BatchSize; k++)
                events[k] = GraphEvent.EdgeAdded(start.AddMilliseconds(i), ElementId.New(), nodes[random.Next(nodes.Length)], nodes[random.Next(nodes.Length)], default);
            batches[i] = new EventBatch("host", "sender", 1, 1 + i * BatchSize, events);
        }
        return batches;
    }

    private static void Apply(Graph graph, EventBatch[] batches)
    {
        foreach (var batch in batches)
            graph.Apply(batch);
    }
}
