using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>The same questions in both dialects at 100,000 nodes, indexes on Name, Type and TID, plans cached: one planner, so about one cost.</summary>
internal sealed class DialectFigure : Figure
{
    private static readonly QueryOptions TinkerPop = new() { Dialect = GremlinDialect.TinkerPop };

    private static readonly (string TinkerPop, string Skydive, int Times)[] Pairs =
    [
        ("g.V().has('Name', 'veth7777')", "G.V().Has('Name', 'veth7777')", 2000),
        ("g.V().has('MAC', '02:fc:00:00:1e:61')", "G.V().Has('MAC', '02:fc:00:00:1e:61')", 1),
        ("g.V().hasLabel('netns')", "G.V().Has('Type', 'netns')", 1),
        ("g.V().has('State', 'UP').count()", "G.V().Has('State', 'UP').Count()", 1),
        ("g.V().has('Name', TextP.regex('^veth.*7$')).count()", "G.V().Has('Name', Regex('veth.*7')).Count()", 1),
        ("g.V().hasLabel('netns').out().dedup()", "G.V().Has('Type', 'netns').Out().Dedup()", 1),
        ("g.V().order().by('Name')", "G.V().Sort('Name')", 1),
        ("g.V().order().by('Name').limit(10)", "G.V().Sort('Name').Limit(10)", 1),
        ("g.V().hasLabel('netns').values('Name')", "G.V().Has('Type', 'netns').Values('Name')", 1),
        ("g.V().hasLabel('netns').out().values('Name')", "G.V().Has('Type', 'netns').Out().Values('Name')", 1),
        ("g.V().hasLabel('netns').out().out().count()", "G.V().Has('Type', 'netns').Out().Out().Count()", 1),
        ("g.V().groupCount().by('Type')", "", 1),
        ("g.V().where(out('ownership').has('Name', 'veth7777'))", "", 1),
    ];

    public override string Name => "dialects";

    public override IEnumerable<FigureRow> Measure()
    {
        using var graph = ReferenceGraph.Build(100_000, new Graph(new GraphOptions { AutomaticIndexBudget = 0 }));
        foreach (string path in new[] { "Name", "Type", "TID" })
            graph.CreateIndex(path);
        foreach (var (tinkerPop, skydive, times) in Pairs)
        {
            string beside = skydive.Length == 0 ? "" : $"`{skydive}` {Time(graph, skydive, null, times)}";
            yield return new($"`{tinkerPop}`", Time(graph, tinkerPop, TinkerPop, times), "", beside);
        }
    }

    private static string Time(Graph graph, string query, QueryOptions? options, int times)
    {
        for (int i = 0; i < 40; i++)
            graph.Query(query, options: options);
        Thread.Sleep(150);
        double best = Best(12, () => graph.Live, collects: false, work: view =>
        {
            for (int i = 0; i < times; i++)
                view.Query(query, options: options);
        }) / times;
        return best < 1e-4 ? Text(best * 1e6, "µs") : Text(best * 1e3, "ms");
    }
}
