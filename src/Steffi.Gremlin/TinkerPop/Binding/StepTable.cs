using System.Collections.Frozen;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>The steps by name, and how their arguments are read. Modulators (by, as, option, …) are <see cref="Modulators"/>' matter.</summary>
internal static class StepTable
{
    private static readonly FrozenDictionary<string, Func<Arguments, Step>> Steps =
        new[] { FilterTable.Steps, MapTable.Steps, ValueTable.Steps, BranchTable.Steps, SideEffectTable.Steps, UnsupportedTable.Steps }
            .SelectMany(table => table).ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsStep(string name) => Steps.ContainsKey(name);

    /// <summary>The step that may have been meant: written otherwise in a letter in four. Null where there is none.</summary>
    public static string? Nearest(string name) =>
        Steps.Keys.Where(step => Math.Abs(step.Length - name.Length) < 3).Select(step => (Name: step, Distance: Distance(step, name)))
            .Where(step => step.Distance <= Math.Max(1, name.Length / 4)).OrderBy(step => step.Distance).ThenBy(step => step.Name, StringComparer.Ordinal).FirstOrDefault().Name;

    /// <summary>Letters to put in, take out or change (Levenshtein 1966); a letter in the other case is none.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + same, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }

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
    }.Select(pair => KeyValuePair.Create(pair.Key, (Func<Arguments, Step>)(arguments => throw arguments.Unfit("it is not supported: " + pair.Value))));
}
