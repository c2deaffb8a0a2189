namespace Steffi.Gremlin.Tests;

/// <summary>Random histories, late events and counters among them, asked the same question in several ways.</summary>
public class LiveAndPastTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Middle = Start.AddSeconds(20.5);   // between two events
    private static readonly QueryOptions TinkerPop = new() { Dialect = GremlinDialect.TinkerPop };

    private static readonly string[] Skydive =
    [
        "G.V()", "G.V().Count()", "G.E()", "G.E().Count()", "G.V().Has('K', 1)", "G.V().Has('K', Within(1, 2))", "G.V().Has('Name', Regex('n.*1'))", "G.V().HasNot('K')",
        "G.V().Out()", "G.V().In().Dedup()", "G.V().Both().Count()", "G.V().OutE().InV()", "G.E().Has('T', 'x').BothV()", "G.E().Has('Parent', 'n1')", "G.V().Sort('K')",
        "G.V().Sort(DESC, 'K').Limit(3)", "G.V().Dedup('K')", "G.V().Values('K')", "G.V().Values('Metric')", "G.V().Has('Metric.Rx', Gt(3))", "G.V().Values('LastUpdateMetric')",
        "G.V().ValueMap('K', 'Name', '@Revision', '@CreatedAt')", "G.V().Keys()", "G.V().Sum('K')", "G.V().Descendants(0)", "G.V().Ascendants('T', Ne('z'), 2)", "G.V().Neighbors('T', 'x', 2)",
        "G.V().ShortestPathTo(Metadata('K', 2))", "G.V().SubGraph().E()", "G.V().SubGraph('T', 'x').V()", "G.V().As('a').Out().Select('a')", "G.V().History('K')",
    ];

    private static readonly string[] Traversals =
    [
        "g.V()", "g.V().out().out().count()", "g.V().both().values('K')", "g.V().has('Name', TextP.regex('1$'))", "g.E().inV().dedup()", "g.V().repeat(out()).times(2).path().by('Name')",
        "g.V().groupCount().by('K')", "g.V().where(out('x').has('K', 1)).values('Name')", "g.V().order().by('Name').values('Name')", "g.V().values('K').sum()", "g.V().outE().has('W', gt(2)).count()",
    ];

    [Fact]
    public void The_present_is_the_past_of_a_later_instant_and_Context_is_At()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var graph = Make(seed);
            var (live, later, middle) = (graph.Live, graph.At(Start.AddSeconds(100)), graph.At(Middle));
            foreach (var text in Skydive)
            {
                Assert.Equal((seed, text, Answer(live, text)), (seed, text, Answer(later, text)));
                Assert.Equal((seed, text, Answer(middle, text)), (seed, text, Answer(live, text.Replace("G.", $"G.At({Middle.ToUnixTimeMilliseconds()}).", StringComparison.Ordinal))));
            }

            foreach (var text in Traversals) Assert.Equal((seed, text, Answer(live, text, TinkerPop)), (seed, text, Answer(later, text, TinkerPop)));
        }
    }

    private static string Answer(GraphView view, string text, QueryOptions? options = null) => view.Query(text, options: options).ToJson();

    private static Graph Make(int seed)
    {
        var random = new Random(seed);
        var graph = new Graph(new GraphOptions { AutomaticIndexBudget = 0 });
        if (seed % 2 == 0)
        {
            graph.CreateIndex("K");
            graph.CreateIndex("Name");
        }

        for (var left = random.Next(20, 120); left > 0; left--) graph.Write(change => Change(change, random));
        return graph;
    }

    private static void Change(Transaction change, Random random)
    {
        change.At = Start.AddSeconds(random.Next(40));
        var (a, b) = ($"n{random.Next(6)}", $"n{random.Next(6)}");
        switch (random.Next(8))
        {
            case 3 when change.ContainsNode(a):
                change.UpdateNode(a, new MetadataPatch { ["K"] = random.Next(4), ["M.b.c"] = random.Next(3) });
                break;
            case 4:
                change.DeleteNode(a);
                break;
            case 5 or 6 when change.ContainsNode(a) && change.ContainsNode(b):
                change.ReplaceEdge($"e{random.Next(6)}", a, b, Metadata.Of(("T", random.Next(2) == 0 ? "x" : "y"), ("W", random.Next(5))));
                break;
            case 7 when change.ContainsNode(a):
                change.Sample(a, "Metric", Metadata.Of(("Rx", random.Next(10)), ("Tx", random.Next(10))));
                break;
            default:
                change.ReplaceNode(a, Metadata.Of(("Name", a), ("K", random.Next(4)), ("M", Metadata.Of(("a", random.Next(3))))));
                break;
        }
    }
}
