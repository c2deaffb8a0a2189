using System.CommandLine;
using System.Globalization;
using Steffi.Analyzer.Conformance;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary><c>steffi captures-conformance</c>: does Steffi see in real captures what other tools saw in them.</summary>
internal static class CapturesConformanceCommand
{
    public static Command Make()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Captures with an index.tsv and, beside each, what nDPI, Zeek, JA4, tcpdump or Suricata said of it." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Name every difference: corpus, check, capture, where, ours, theirs." };
        var plugins = new Option<DirectoryInfo>("--plugins")
        {
            Description = "Where the dissectors are, a folder each. Default: the plugins folder beside the program.",
            HelpName = "DIR",
        }.AcceptExistingOnly();
        var command = new Command("captures-conformance", "Meter real captures and compare with the references beside them: a line a corpus and check, then the total.") { folder, verbose, plugins };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetValue(folder)!, parsed.GetValue(verbose), parsed.GetValue(plugins)?.FullName ?? AnalyzerOptions.DefaultPluginFolder, cancel)));
        return command;
    }

    private static int Run(DirectoryInfo folder, bool verbose, string plugins, CancellationToken cancel)
    {
        int problems = 0;
        void Tell(string problem)
        {
            problems++;
            Console.Error.WriteLine($"steffi: {problem}");
        }
        var captures = IndexedCapture.ReadAll(folder.FullName, Tell);
        var dissectors = DissectorPlugins.Load(plugins, problem => Console.Error.WriteLine($"steffi: {problem.Message}"));
        var table = new CapturesConformance(dissectors).Run(captures, cancel);
        table.Problems.ForEach(Tell);
        var checks = table.Checks.ToList();
        if (verbose)
            foreach (var check in checks)
                foreach (var difference in check.Differences)
                    Console.WriteLine($"{check.Corpus}\t{check.Name}\t{difference.Capture}\t{difference.Subject}\tours {difference.Ours}\ttheirs {difference.Theirs}");
        Tables.Print(["Corpus", "Check", "Compared", "Equal", "Percent"],
            checks.Select(check => new[] { check.Corpus, check.Name, Number(check.Compared), Number(check.Equal), check.Percent.ToString("0.0", CultureInfo.InvariantCulture) }));
        int compared = checks.Sum(check => check.Compared), equal = checks.Sum(check => check.Equal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{captures.Count} captures, {compared} comparisons, {equal} equal, {compared - equal} different: {100.0 * equal / Math.Max(1, compared):0.0} %"));
        if (problems > 0)
            Console.Error.WriteLine($"steffi: {problems} {(problems == 1 ? "capture, reference or line" : "captures, references or lines")} could not be read, and were left out");
        return problems == 0 ? 0 : ExitCode.Failed;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
