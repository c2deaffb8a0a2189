using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>Whole queries, text to result, on 100,000 nodes with indexes on Name, Type and TID; the best of some runs.</summary>
internal sealed class QueryFigure : Figure
{
    private const int Nodes = 100_000;

    public override string Name => "queries";

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(Nodes);
        foreach (string path in new[] { "Name", "Type", "TID" })
            graph.CreateIndex(path);
        yield return Time(graph, "G.V().Has('Name','veth77777')", "10 µs", 2000);
        yield return Time(graph, "G.V().Has('MAC','02:fc:00:01:2f:d1')", "");
        yield return Time(graph, "G.V().Has('Name', Regex('veth.*7')).Count()", "3 ms");
        yield return Time(graph, "G.V().Has('Type','netns').Out().Dedup()", "6 ms");
        yield return Time(graph, "G.V().Sort('Name')", "40 ms");
        yield return Time(graph, "G.V().Sort('Name').Limit(10)", "4 ms");
        yield return Time(graph, "G.V().Has('Name','veth15').ShortestPathTo(Metadata('Name','veth88815'))", "5 ms");
        var all = graph.Query("G");
        double json = Best(7, () => all, static result => result.WriteJson(Stream.Null));
        yield return new("the whole graph as JSON, streamed", Text(json * 1e3, "ms"), "150 ms");
        double text = Best(5, () => all, static result => result.ToJson());
        yield return new("… as one string", Text(text * 1e3, "ms"), "");
    }

    private static FigureRow Time(Graph graph, string query, string target, int times = 1)
    {
        double best = Best(12, () => graph.Live, view =>
        {
            for (int i = 0; i < times; i++)
                view.Query(query);
        }) / times;
        return new($"`{query}`", best < 1e-4 ? Text(best * 1e6, "µs") : Text(best * 1e3, "ms"), target);
    }
}
