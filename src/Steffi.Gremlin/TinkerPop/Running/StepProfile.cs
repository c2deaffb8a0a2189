using System.Diagnostics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>What a profile measures of one step: how many came out of it, and the time between asking for one and getting it.</summary>
internal sealed class StepProfile(Step step)
{
    private readonly List<(long Rows, TimeSpan Time)> _planned = [];
    private long _rows, _ticks;

    public Step Step => step;

    /// <summary>Called for each step of a plan that this step ran.</summary>
    public void Ran(long rows, TimeSpan time) => _planned.Add((rows, time));

    public IEnumerable<Traverser> Measure(IEnumerable<Traverser> output)
    {
        using var results = output.GetEnumerator();
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var more = results.MoveNext();
            _ticks += Stopwatch.GetTimestamp() - start;
            if (!more) yield break;
            _rows += results.Current.Bulk;
            yield return results.Current;
        }
    }

    /// <summary>The reports of a plan's steps; the time is each step's own, without that of the steps before it.</summary>
    /// <param name="profiles">One a step of the root.</param>
    /// <param name="expected">The estimates, one a step of the outline.</param>
    public static List<StepReport> Report(IReadOnlyList<StepProfile> profiles, IReadOnlyList<StepReport> expected)
    {
        var before = 0L;
        var reports = new List<StepReport>();
        foreach (var profile in profiles)
        {
            foreach (var (rows, time) in profile._planned) reports.Add(expected[reports.Count] with { Rows = rows, Time = time });
            if (profile._planned.Count == 0)
                reports.Add(expected[reports.Count] with { Rows = profile._rows, Time = Stopwatch.GetElapsedTime(before, Math.Max(before, profile._ticks)) });
            before = profile._ticks;
        }

        return reports;
    }
}
