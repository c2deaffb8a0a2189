using System.CommandLine;
using Steffi.Analyzer.Conformance;

namespace Steffi.Analyzer;

/// <summary><c>steffi conformance</c>: TinkerPop's scenarios against the TinkerPop dialect.</summary>
internal static class ConformanceCommand
{
    public static Command Make()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Every *.feature file below it is run." };
        var graphs = new Option<DirectoryInfo?>("--graphs")
        {
            Description = "Where tinkerpop-modern.json and the other example graphs are. Default: in DIR, above it, or beside.",
            HelpName = "DIR",
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Name the passed and excluded scenarios too, these with the reason." };
        var command = new Command("conformance", "Run TinkerPop's Gherkin scenarios: passed, failed and excluded per feature, each failure with what it gave, the total last.") { folder, graphs, verbose };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetValue(folder)!, parsed.GetValue(graphs), parsed.GetValue(verbose), cancel)));
        return command;
    }

    private static int Run(DirectoryInfo folder, DirectoryInfo? graphFolder, bool isVerbose, CancellationToken cancel)
    {
        if (!folder.Exists)
            throw new CommandException($"there is no folder {folder.FullName}", ExitCode.Usage);
        var graphs = graphFolder is null ? ToyGraphs.Beside(folder) : new ToyGraphs([graphFolder]);
        int passed = 0, failed = 0, excluded = 0;
        foreach (var feature in new ConformanceRun(folder, graphs).Run(cancel))
        {
            Console.WriteLine($"{feature.Path}: {feature.Passed} passed, {feature.Failed} failed, {feature.Excluded} excluded");
            foreach (var scenario in feature.Scenarios)
                Print(scenario, isVerbose);
            (passed, failed, excluded) = (passed + feature.Passed, failed + feature.Failed, excluded + feature.Excluded);
        }
        if (passed + failed + excluded == 0)
            throw new CommandException($"no scenario in any *.feature file below {folder.FullName}", ExitCode.Usage);
        Console.WriteLine($"total: {passed} passed, {failed} failed, {excluded} excluded");
        return failed == 0 && passed > 0 ? 0 : ExitCode.Failed;
    }

    private static void Print(ScenarioOutcome scenario, bool isVerbose)
    {
        if (scenario.Failure is { } failure)
            Console.WriteLine($"  FAILED    {scenario.Name}: {failure}");
        else if (isVerbose)
            Console.WriteLine(scenario.Exclusion is { } reason ? $"  excluded  {scenario.Name}: {reason}" : $"  passed    {scenario.Name}");
    }
}
