namespace Steffi.Gremlin.Tests;

/// <summary>Random pipelines over random histories: what the rules and the indexes make of a query gives the rows that its steps give as they are written.</summary>
public class RandomPlanTests
{
    private static readonly string[] Indexed = ["K", "Name", "M.b", "L", "T", "Type"];

    [Fact]
    public void A_planned_query_of_Skydive_gives_what_its_steps_give_one_by_one()
    {
        int rows = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            using var plain = RandomHistory.Make(seed);
            using var indexed = RandomHistory.Make(seed, Indexed);
            for (int i = 0; i < 20; i++)
            {
                string text = RandomPipelines.Skydive(random);
                string written = Guarded(() => Written(text, plain.Live));
                Assert.Equal((seed, text, written), (seed, text, Guarded(() => Show(plain.Query(text)))));
                Assert.Equal((seed, text, written), (seed, text, Guarded(() => Show(indexed.Query(text)))));
                if (written.Length > 2) rows++;
            }
        }

        Assert.True(rows > 500, $"Only {rows} queries found anything.");
    }

    [Fact]
    public async Task A_planned_traversal_of_TinkerPop_gives_what_its_steps_give_one_by_one()
    {
        int rows = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            using var plain = RandomHistory.Make(seed);
            using var indexed = RandomHistory.Make(seed, Indexed);
            for (int i = 0; i < 20; i++)
            {
                string text = RandomPipelines.TinkerPop(random);
                var at = random.Next(3) == 0 ? RandomHistory.Start.AddSeconds(random.Next(42)) : DateTimeOffset.MaxValue;
                string Ask(Graph graph, string start) => Guarded(() => graph.At(at).Query(start + text, options: TinkerPop.Traversals.Options).ToJson());
                // Where a strategy may hide elements every step runs as it is written.
                string written = Ask(plain, "g.withStrategies(SubgraphStrategy(vertices: __.identity(), checkAdjacentVertices: false)).");
                Assert.Equal((seed, text, written), (seed, text, Ask(plain, "g.")));
                Assert.Equal((seed, text, written), (seed, text, Ask(indexed, "g.")));
                if (written.Length > 2) rows++;
                if (i % 4 > 0 || written.StartsWith("error", StringComparison.Ordinal)) continue;
                var query = GremlinQuery.Parse("g." + text, GremlinDialect.TinkerPop);
                var streamed = new List<ResultRow>();
                await foreach (var row in query.StreamAsync(plain.At(at), cancel: TestContext.Current.CancellationToken)) streamed.Add(row);
                Assert.Equal((seed, text, Show(query.Run(plain.At(at)).Items.Select(ResultRow.Of))), (seed, text, Show(streamed)));
            }
        }

        Assert.True(rows > 500, $"Only {rows} queries found anything.");
    }

    private static string Written(string text, GraphView view)
    {
        using var run = new QueryRun(view, QueryOptions.Default, TestContext.Current.CancellationToken);
        foreach (var step in Operators.Of(QueryBinder.Bind(GremlinQuery.Parse(text).BindCalls(null), GremlinDialect.Skydive)))
        {
            run.Budget.At = step.At;
            step.Run(run);
        }

        return Show(QueryResult.Of(run));
    }

    private static string Guarded(Func<string> ask)
    {
        try
        {
            return ask();
        }
        catch (QueryException error)
        {
            return $"error {error.Message}";
        }
    }

    /// <summary>Of several shortest paths one is given, which is not said.</summary>
    private static string Show(QueryResult result) => result.Kind == ResultKind.Paths
        ? string.Join(' ', result.Paths.Select(path => $"{path[0].Id}:{path.Count}"))
        : result.ToJson();

    private static string Show(IEnumerable<ResultRow> rows) =>
        string.Join(' ', rows.Select(row => row.Node is { } node ? $"{node.Id}/{node.Revision}" : row.Edge is { } edge ? $"{edge.Id}" : $"{row.Value}"));
}
