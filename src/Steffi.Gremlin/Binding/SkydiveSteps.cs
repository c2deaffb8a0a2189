namespace Steffi.Gremlin;

/// <summary>The steps of Skydive's dialect by name.</summary>
internal static class SkydiveSteps
{
    /// <summary>Those that packages bring. Known, so that a query with one parses and its error says what is missing.</summary>
    private static readonly string[] Unloaded =
    [
        "Flows", "Hops", "Nodes", "CaptureNode", "Node", "RawPackets", "BPF", "Group", "MoreThan",
        "Metrics", "Aggregates", "Sockets", "Workflow",
    ];

    public static IEnumerable<KeyValuePair<string, StepDefinition>> All()
    {
        foreach (var step in Own()) yield return new(step.Name, step);
        yield return new("At", new ContextStep());
        foreach (var report in (ReportStep[])[new ReportStep("Explain", runs: false), new ReportStep("Profile", runs: true)]) yield return new(report.Name, report);
        foreach (var step in (StepExtension[])[new HistoryStep(), new DiffStep()])
        {
            foreach (var name in step.Names) yield return new(name, new ExtensionStep(name, step));
        }

        foreach (var name in Unloaded) yield return new(name, new UnloadedStep(name));
    }

    private static IEnumerable<StepDefinition> Own() =>
    [
        new GraphStep(), new ContextStep(), new ElementsStep("V", Shape.Nodes), new ElementsStep("E", Shape.Edges),
        new HasStep(), new HasEitherStep(), new KeyStep("HasKey", PresentTest.Instance), new KeyStep("HasNot", AbsentTest.Instance),
        new HopStep(Direction.Out), new HopStep(Direction.In), new HopStep(Direction.Both),
        new IncidentStep(Direction.Out), new IncidentStep(Direction.In), new IncidentStep(Direction.Both),
        new EndsStep(Direction.Out), new EndsStep(Direction.In), new EndsStep(Direction.Both),
        new ReachStep(Reach.Ascendants), new ReachStep(Reach.Descendants), new ReachStep(Reach.Neighbors),
        new DedupStep(), new RangeStep("Range", 2), new RangeStep("Limit", 1), new SortStep(), new CountStep(),
        new ValuesStep(), new ValueMapStep(), new KeysStep(), new SumStep(), new NextHopStep(),
        new AsStep(), new SelectStep(), new SubGraphStep(), new PathToStep("ShortestPathTo", isLasting: false), new PathToStep("LastingPathTo", isLasting: true),
    ];
}
