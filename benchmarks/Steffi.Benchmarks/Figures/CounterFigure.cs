namespace Steffi.Benchmarks;

/// <summary>A probe's every-second work: new counters of interfaces whose names are indexed.</summary>
internal sealed class CounterFigure : Figure
{
    private const int Nodes = 10_000, Updates = 200_000;

    public override string Name => "counters";

    public override IEnumerable<FigureRow> Measure()
    {
        var ids = Array.ConvertAll(ReferenceGraph.Nodes(Nodes), node => node.Id);
        double one = Best(5, Build, graph => Update(graph, ids, "Metric.RxBytes")) / Updates;
        yield return new("update of one counter of a node, index on Name, transactions of 1,000", Text(1e-6 / one, "M/s"), "5 M/s");
    }

    private static Graph Build()
    {
        var graph = ReferenceGraph.Build(Nodes);
        graph.CreateIndex("Name");
        return graph;
    }

    private static void Update(Graph graph, ElementId[] ids, string path)
    {
        for (int at = 0; at < Updates; at += 1000)
        {
            int start = at;
            graph.Write(tx =>
            {
                for (int i = start; i < start + 1000; i++)
                    tx.UpdateNode(ids[i % ids.Length], new MetadataPatch { [path] = 1_000_000L + i });
            });
        }
    }
}
