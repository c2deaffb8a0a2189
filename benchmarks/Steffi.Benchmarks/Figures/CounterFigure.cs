namespace Steffi.Benchmarks;

/// <summary>A probe's every-second work: new counters of interfaces whose names are indexed.</summary>
internal sealed class CounterFigure : Figure
{
    // Until the compiler has made its best of it: a sample takes half the time then.
    private const int Nodes = 10_000, Updates = 200_000, Runs = 12;

    public override string Name => "counters";

    public override IEnumerable<FigureRow> Measure()
    {
        var ids = Array.ConvertAll(ReferenceGraph.Nodes(Nodes), node => node.Id);
        double one = Best(Runs, Build, graph => Update(graph, ids)) / Updates;
        yield return new("update of one counter of a node, index on Name, transactions of 1,000", Text(1e-6 / one, "M/s"), "5 M/s");
        double sample = Best(Runs, Build, graph => Sample(graph, ids)) / Updates;
        yield return new("… as a sample of its series, which makes no revision", Text(1e-6 / sample, "M/s"), "5 M/s");
    }

    private static Graph Build()
    {
        var graph = ReferenceGraph.Build(Nodes);
        graph.CreateIndex("Name");
        return graph;
    }

    private static void Update(Graph graph, ElementId[] ids) =>
        Write(graph, ids, static (tx, id, i) => tx.UpdateNode(id, new MetadataPatch { ["Metric.RxBytes"] = 1_000_000L + i }));

    private static void Sample(Graph graph, ElementId[] ids)
    {
        MetadataPath metric = "Metric";
        Write(graph, ids, (tx, id, i) => tx.Sample(id, metric, Metadata.Of(("RxBytes", 1_000_000L + i))));
    }

    private static void Write(Graph graph, ElementId[] ids, Action<Transaction, ElementId, int> write)
    {
        for (int at = 0; at < Updates; at += 1000)
        {
            int start = at;
            graph.Write(tx =>
            {
                for (int i = start; i < start + 1000; i++)
                    write(tx, ids[i % ids.Length], i);
            });
        }
    }
}
