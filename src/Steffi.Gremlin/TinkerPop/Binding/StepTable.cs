using System.Collections.Frozen;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The steps by name, and how their arguments are read. Modulators (by, as, option, …) are <see cref="Modulators"/>' matter.</summary>
internal static class StepTable
{
    private static readonly FrozenDictionary<string, Func<Arguments, Step>> Steps =
        new[] { FilterTable.Steps, MapTable.Steps, ValueTable.Steps, BranchTable.Steps, SideEffectTable.Steps, UnsupportedTable.Steps }
            .SelectMany(table => table).ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsStep(string name) => Steps.ContainsKey(name);

    /// <exception cref="QuerySyntaxException">The arguments do not fit.</exception>
    public static bool TryMake(Arguments arguments, out Step step)
    {
        step = null!;
        if (!Steps.TryGetValue(arguments.Name, out var make)) return false;
        try
        {
            step = make(arguments);
        }
        catch (StepFailure failure)
        {
            throw arguments.Refuse(failure.Message);
        }

        arguments.End();
        step.Name = arguments.Name;
        step.At = arguments.At;
        return true;
    }
}

/// <summary>Steps of TinkerPop that Steffi has not, and why.</summary>
internal static class UnsupportedTable
{
    private const string Olap = "it is computed over the whole graph by TinkerPop's graph computer, which Steffi has not";

    public static IEnumerable<KeyValuePair<string, Func<Arguments, Step>>> Steps { get; } = new Dictionary<string, string>
    {
        ["pageRank"] = Olap,
        ["peerPressure"] = Olap,
        ["connectedComponent"] = Olap,
        ["shortestPath"] = Olap,
        ["program"] = Olap,
        ["withComputer"] = Olap,
        ["call"] = "there are no services to call; a host adds steps of its own with GremlinDialect.With",
        ["io"] = "a query does not reach the host's files; TopologyFile loads and saves",
    }.Select(pair => KeyValuePair.Create(pair.Key, (Func<Arguments, Step>)(arguments => throw arguments.Unfit("it is not supported: " + pair.Value))));
}
