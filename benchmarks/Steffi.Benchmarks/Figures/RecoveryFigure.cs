namespace Steffi.Benchmarks;

/// <summary>A graph made of what its store holds: the reference graph and as many updates as nodes.</summary>
internal sealed class RecoveryFigure : Figure
{
    private const int Count = 50_000;

    public override string Name => "recovery";

    public override IEnumerable<FigureRow> Measure()
    {
        var store = new MemoryEventStore();
        int events = Fill(store);
        double memory = Best(3, () => store, kept => _ = new Graph(new GraphOptions { Store = kept }));
        yield return new($"recovery of {events:N0} events, bytes in memory", Text(events / memory * 1e-6, "M events/s"), "1 M/s");
        string directory = Directory.CreateTempSubdirectory("steffi-figure").FullName;
        try
        {
            using (var disk = RocksDbStore.Open(directory))
                Fill(disk);
            double best = Best(3, () => RocksDbStore.Open(directory), kept => _ = new Graph(new GraphOptions { Store = kept }));
            yield return new("… from RocksDB", Text(events / best * 1e-6, "M events/s"), "1 M/s");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static int Fill(IEventStore store)
    {
        var graph = ReferenceGraph.Build(Count, new Graph(new GraphOptions { Store = store }));
        foreach (var part in graph.Live.Nodes.Chunk(1000))
        {
            graph.Write(tx =>
            {
                foreach (var node in part)
                    tx.UpdateNode(node.Id, new MetadataPatch { ["Metric.RxBytes"] = node.Index + 7L });
            });
        }
        return (int)graph.Live.Version;
    }
}
