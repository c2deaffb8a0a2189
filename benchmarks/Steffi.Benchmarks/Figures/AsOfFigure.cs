using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>The same queries live and as of an instant in the middle of a history of ten revisions a node; and where most that ever was is gone.</summary>
internal sealed class AsOfFigure(int nodes) : Figure
{
    private const int Revisions = 10;

    private static readonly string[] Queries =
    [
        "V().Has('Name','veth7777')", "V().Has('MAC','02:fc:00:00:1e:61')", "V().Has('Name', Regex('veth.*7')).Count()",
        "V().Has('Type','netns').Out().Dedup()", "V().Sort('Name').Limit(10)", "V().Has('Name','veth15').ShortestPathTo(Metadata('Name','veth8815'))",
    ];

    public override string Name => nodes >= 1_000_000 ? "asof1M" : "asof";

    public override bool IsLong => true;

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(nodes, new Graph(new GraphOptions { AutomaticIndexBudget = 0 }));
        foreach (string path in new[] { "Name", "Type" })
            graph.CreateIndex(path);
        var ids = Array.ConvertAll(ReferenceGraph.Nodes(nodes), node => node.Id);
        DateTimeOffset past = default;
        for (int round = 1; round < Revisions; round++)
        {
            if (round == Revisions / 2)
                past = Later(graph);
            foreach (var part in ids.Chunk(1000))
                graph.Write(tx => { foreach (var id in part) tx.UpdateNode(id, new MetadataPatch { ["MTU"] = 1500 + round }); });
        }
        foreach (string query in Queries)
        {
            int times = query.Contains("veth7777") ? 1000 : 1;
            for (int i = 0; i < 30 && nodes <= 100_000; i++)
            {
                graph.Live.Query("G." + query);
                graph.At(past).Query("G." + query);
            }
            double live = Time(graph.Live, query, times), asOf = Time(graph.At(past), query, times);
            yield return new($"`G.{query}` as of an instant, {nodes:N0} nodes, {Revisions} revisions each", Text(asOf * 1e3, "ms"),
                "2 × live", $"live {Text(live * 1e3, "ms")}: {Text(asOf / live, "×")}");
        }
        double view = Best(5, () => graph, g => { for (int i = 0; i < 1000; i++) g.At(past); }) / 1000;
        yield return new("making a view of an instant", Text(view * 1e6, "µs"), "1 µs");
        if (nodes >= 1_000_000)
            yield break;
        foreach (var row in AfterMuchIsGone())
            yield return row;
    }

    /// <summary>Of ten times as many nodes a tenth stands at either instant.</summary>
    private IEnumerable<FigureRow> AfterMuchIsGone()
    {
        using var graph = new Graph(new GraphOptions { AutomaticIndexBudget = 0 });
        DateTimeOffset past = default;
        int generation = nodes / 10;
        for (int i = 0; i < 10; i++)
        {
            var made = ReferenceGraph.Nodes(generation * (i + 1))[(generation * i)..];
            ReferenceGraph.AddNodes(graph, made);
            if (i == 4)
                past = Later(graph);
            if (i < 9)
                foreach (var part in made.Chunk(1000))
                    graph.Write(tx => { foreach (var node in part) tx.DeleteNode(node.Id); });
        }
        double live = Time(graph.Live, "V().Has('MAC','x').Count()", 1), asOf = Time(graph.At(past), "V().Has('MAC','x').Count()", 1);
        using var alone = ReferenceGraph.Build(generation, new Graph(new GraphOptions { AutomaticIndexBudget = 0 }));
        double young = Time(alone.Live, "V().Has('MAC','x').Count()", 1);
        yield return new($"a scan where {generation:N0} of {nodes:N0} nodes that ever were stand: live", Text(live * 1e3, "ms"), "", $"a graph of {generation:N0} alone {Text(young * 1e3, "ms")}");
        yield return new("… as of an instant", Text(asOf * 1e3, "ms"), "", $"{Text(asOf / live, "×")} live");
    }

    private static DateTimeOffset Later(Graph graph)
    {
        Thread.Sleep(20);
        var at = graph.Now;
        Thread.Sleep(20);
        return at;
    }

    private static double Time(GraphView view, string query, int times) => Best(9, () => view, collects: false, work: on =>
    {
        for (int i = 0; i < times; i++)
            on.Query("G." + query);
    }) / times;
}
