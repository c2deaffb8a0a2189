namespace Steffi.Analyzer.Conformance;

/// <summary>Runs every scenario of every feature file below a folder.</summary>
internal sealed class ConformanceRun(DirectoryInfo features, ToyGraphs graphs)
{
    /// <param name="cancel">Checked before each scenario.</param>
    public IEnumerable<FeatureOutcome> Run(CancellationToken cancel = default)
    {
        foreach (var file in features.EnumerateFiles("*.feature", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            var feature = FeatureFile.Read(Path.GetRelativePath(features.FullName, file.FullName), file.FullName);
            var outcomes = new List<ScenarioOutcome>();
            foreach (var scenario in feature.Scenarios)
            {
                cancel.ThrowIfCancellationRequested();
                outcomes.Add(Outcome(scenario));
            }
            yield return new FeatureOutcome(feature.Path, outcomes);
        }
    }

    private ScenarioOutcome Outcome(Scenario scenario)
    {
        if (Exclusions.ReasonFor(scenario) is { } reason)
            return new ScenarioOutcome(scenario.Name, reason, null);
        var failure = new ScenarioRun(graphs).Run(scenario);
        // One whose graph holds more than Steffi's may pass all the same.
        return failure is not null && Exclusions.ExcuseOf(scenario) is { } excuse
            ? new ScenarioOutcome(scenario.Name, excuse, null)
            : new ScenarioOutcome(scenario.Name, null, failure);
    }
}

/// <param name="Exclusion">Why it was not run; null when it was.</param>
/// <param name="Failure">What it gave in place of what was expected; null when it passed.</param>
internal sealed record ScenarioOutcome(string Name, string? Exclusion, string? Failure)
{
    public bool Passed => Exclusion is null && Failure is null;
}

internal sealed record FeatureOutcome(string Path, IReadOnlyList<ScenarioOutcome> Scenarios)
{
    public int Passed => Scenarios.Count(scenario => scenario.Passed);

    public int Failed => Scenarios.Count(scenario => scenario.Failure is not null);

    public int Excluded => Scenarios.Count(scenario => scenario.Exclusion is not null);
}
