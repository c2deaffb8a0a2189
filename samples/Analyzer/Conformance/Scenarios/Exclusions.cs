using System.Text.RegularExpressions;

namespace Steffi.Analyzer.Conformance;

/// <summary>Scenarios of what Steffi does not do, told by their tags and steps. docs/gremlin.md gives each reason.</summary>
internal static partial class Exclusions
{
    /// <summary>Tags of graphs with more than metadata holds. A scenario may have one and ask for nothing of it.</summary>
    private static readonly Dictionary<string, string> GraphTags = new(StringComparer.Ordinal)
    {
        ["@MultiProperties"] = "multi-properties: metadata holds one value a key",
        ["@MetaProperties"] = "meta-properties: a property has no properties",
        ["@UserSuppliedVertexPropertyIds"] = "ids of vertex properties: a property is its vertex and key",
    };

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["@GraphComputerOnly"] = "OLAP: there is no graph computer",
        ["@TinkerServiceRegistry"] = "call(): there are no services",
    };

    private const string ALambda = "lambdas: a query holds no program";

    /// <returns>Why the scenario may fail; null where it must pass.</returns>
    public static string? ExcuseOf(Scenario scenario) => Find(GraphTags, scenario);

    /// <returns>Null for a scenario that is to be run.</returns>
    public static string? ReasonFor(Scenario scenario)
    {
        if (Find(Tags, scenario) is { } tagged)
            return tagged;
        foreach (var step in scenario.Steps)
        {
            if (step.Line.StartsWith("an unsupported test", StringComparison.Ordinal))
                return "the scenario itself says that it cannot be run";
            if (step.Line == "the traversal of" && ReasonForText(step.Text) is { } reason)
                return reason;
            if (step.Line.StartsWith("using the ", StringComparison.Ordinal) && Lambda().IsMatch(step.Line))
                return ALambda;
        }
        return null;
    }

    private static string? Find(Dictionary<string, string> reasons, Scenario scenario) =>
        scenario.Tags.Select(tag => reasons.GetValueOrDefault(tag)).FirstOrDefault(reason => reason is not null);

    private static string? ReasonForText(string text)
    {
        if (OlapStep().IsMatch(text))
            return "OLAP: there is no graph computer";
        if (CallStep().IsMatch(text))
            return "call(): there are no services";
        if (JavaFile().IsMatch(text))
            return "io(): Gryo is Java's own serialization";
        if (AbsentFile().IsMatch(text))
            return "io(): no GraphML is among the example graphs, and a run writes no files";
        return Lambda().IsMatch(text) ? ALambda : null;
    }

    [GeneratedRegex(@"\.(pageRank|peerPressure|connectedComponent|shortestPath|program|withComputer)\(")]
    private static partial Regex OlapStep();

    [GeneratedRegex(@"\bcall\(")]
    private static partial Regex CallStep();

    [GeneratedRegex(@"\bio\(.*(kryo|gryo)")]
    private static partial Regex JavaFile();

    [GeneratedRegex(@"\bio\(.*(\.xml|\.write\()")]
    private static partial Regex AbsentFile();

    [GeneratedRegex(@"\bLambda\.|->\s*\{|\bc\[")]
    private static partial Regex Lambda();
}
