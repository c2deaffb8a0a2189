namespace Steffi.Benchmarks;

/// <summary>The figures that issue an answer within a minute; <c>figures NAME…</c> measures only those.</summary>
internal static class AllFigures
{
    private static readonly Figure[] Known =
    [
        new InsertFigure(), new CounterFigure(), new EdgeEventFigure(), new RecoveryFigure(), new LatencyFigure(), new QueryFigure(100_000), new DialectFigure(),
        new StandingFigure(), new AsOfFigure(100_000), new AsOfFigure(1_000_000), new QueryFigure(10_000), new QueryFigure(1_000_000),
        new AlgorithmFigure("rmat", 16, 16, withQuikGraph: true), new AlgorithmFigure("rmat20", 20, 16, withQuikGraph: false),
        new FlowFigure(), new ClassifyFigure(), new FlowHistoryFigure(),
    ];

    public static int Print(string[] names)
    {
        if (Array.Find(names, name => !Array.Exists(Known, figure => figure.Name == name)) is { } unknown)
        {
            Console.Error.WriteLine($"No figure is called {unknown}; there are {string.Join(", ", Known.Select(figure => figure.Name))}.");
            return 2;
        }
        Console.WriteLine("| work | measured | target | beside it |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var figure in Known.Where(figure => (names.Length == 0 && !figure.IsLong) || names.Contains(figure.Name)))
        {
            foreach (var (work, measured, target, beside) in figure.Measure())
                Console.WriteLine($"| {work} | {measured} | {target} | {beside} |");
        }
        return 0;
    }
}
