using System.Diagnostics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>What <c>profile()</c> measures of one step: how many came out of it, and the time between asking for one and getting it.</summary>
internal sealed class StepProfile(Step step)
{
    private long _traversers, _elements, _ticks;

    public IEnumerable<Traverser> Measure(IEnumerable<Traverser> output)
    {
        using var results = output.GetEnumerator();
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var more = results.MoveNext();
            _ticks += Stopwatch.GetTimestamp() - start;
            if (!more) yield break;
            _traversers++;
            _elements += results.Current.Bulk;
            yield return results.Current;
        }
    }

    /// <summary>One map a step; the time is the step's own, without that of the steps before it.</summary>
    public static List<object?> Report(IReadOnlyList<StepProfile> profiles)
    {
        var before = 0L;
        var rows = new List<object?>();
        foreach (var profile in profiles)
        {
            rows.Add(profile.ToMap(profile._ticks - before));
            before = profile._ticks;
        }

        return rows;
    }

    private TraversalMap ToMap(long ticks) => new(
    [
        new("Step", step.Name), new("Traversers", _traversers), new("Elements", _elements), new("Milliseconds", Math.Max(ticks, 0) * 1000.0 / Stopwatch.Frequency),
    ]);
}
