using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>Whole queries, text to result, with indexes on Name, Type and TID; the best of some runs. How cost grows: at 10,000 and 1,000,000 nodes.</summary>
internal sealed class QueryFigure(int nodes) : Figure
{
    public override string Name => nodes switch { 100_000 => "queries", >= 1_000_000 => "queries1M", _ => "queries10k" };

    public override bool IsLong => nodes != 100_000;

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(nodes, new Graph(new GraphOptions { AutomaticIndexBudget = 0 }));
        foreach (string path in new[] { "Name", "Type", "TID" })
            graph.CreateIndex(path);
        yield return Time(graph, "G.V().Has('Name','veth7777')", "2 µs", 2000);
        yield return Cold(graph);
        yield return Time(graph, "G.V().Has('MAC','02:fc:00:00:1e:61')", "");
        yield return Time(graph, "G.V().Has('Name', Regex('veth.*7')).Count()", "3 ms");
        yield return Time(graph, "G.V().Has('Type','netns').Out().Dedup()", "6 ms");
        yield return Time(graph, "G.V().Sort('Name')", "40 ms");
        yield return Time(graph, "G.V().Sort('Name').Limit(10)", "4 ms");
        yield return Time(graph, "G.V().Has('Name','veth15').ShortestPathTo(Metadata('Name','veth8815'))", "0.2 / 1 / 5 ms");
        var all = graph.Query("G");
        double json = Best(5, () => all, static result => result.WriteJson(Stream.Null), collects: false);
        yield return new("the whole graph as JSON, streamed", Text(json * 1e3, "ms"), "150 ms");
        if (nodes >= 1_000_000)
            yield break;   // longer than a string may be
        double text = Best(5, () => all, static result => result.ToJson());
        yield return new("… as one string", Text(text * 1e3, "ms"), "");
    }

    /// <summary>Until the compiler has made its best of it: a long run of one query does not count as many.</summary>
    private static void WarmUp(Graph graph, Action ask)
    {
        for (int round = 0; round < 2 && graph.Live.CountNodes() <= 100_000; round++)
        {
            for (int i = 0; i < 40; i++)
                ask();
            Thread.Sleep(150);
        }
    }

    /// <summary>A text that no cache knows, each time another.</summary>
    private static FigureRow Cold(Graph graph)
    {
        int next = 0;
        void Ask() => GremlinQuery.ParseNew($"G.V().Has('Name','veth{next++}')", GremlinDialect.Skydive).Run(graph.Live);
        // What reads the text is more code than what runs the query: another round.
        WarmUp(graph, Ask);
        WarmUp(graph, Ask);
        double best = Best(12, () => graph, disposes: false, work: _ =>
        {
            for (int i = 0; i < 500; i++)
                Ask();
        }) / 500;
        return new("… from a text that was never seen", Text(best * 1e6, "µs"), "20 µs");
    }

    private static FigureRow Time(Graph graph, string query, string target, int times = 1)
    {
        WarmUp(graph, () => graph.Query(query));
        double best = Best(12, () => graph.Live, collects: false, work: view =>
        {
            for (int i = 0; i < times; i++)
                view.Query(query);
        }) / times;
        return new($"`{query}`", best < 1e-4 ? Text(best * 1e6, "µs") : Text(best * 1e3, "ms"), target);
    }
}
