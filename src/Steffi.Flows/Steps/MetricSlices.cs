using Steffi.Gremlin;

namespace Steffi.Flows;

/// <summary>Aggregates: metrics cut into slices of equal length, each metric's counters spread evenly over its time.</summary>
internal static class MetricSlices
{
    public const string Name = "Aggregated";

    private const long Most = 10_000;

    /// <summary>One point a slice that a metric falls into, in time.</summary>
    /// <param name="points">In any order.</param>
    /// <param name="slice">What is cut; null for the time of all points.</param>
    /// <param name="step">Milliseconds; the last slice may be shorter.</param>
    /// <param name="call">The step, for its error.</param>
    public static IEnumerable<MetricPoint> Of(IEnumerable<MetricPoint> points, TimeSlice? slice, long step, StepCall call)
    {
        if (slice is null)
        {
            var all = points.ToArray();
            if (all.Length == 0) return [];
            points = all;
            slice = new TimeSlice(all.Min(point => point.Start), all.Max(point => point.Last));
        }

        var (start, last) = slice.Value;
        long length = last - start, count = Math.Max(1, length / step + (length % step == 0 ? 0 : 1));
        if (count > Most) throw call.Fail($"Aggregates available slices exceeded: {count}/{Most}");
        var sums = new MetricSum?[count];
        foreach (var point in points) Spread(point, sums, start, last, step);
        return sums.Select((sum, i) => sum?.ToPoint(Name, start + i * step, Math.Min(start + (i + 1) * step, last))).OfType<MetricPoint>();
    }

    private static void Spread(in MetricPoint point, MetricSum?[] sums, long start, long last, long step)
    {
        if (point.Start > last || point.Last < start) return;
        long first = (Math.Max(point.Start, start) - start) / step, end = (Math.Min(point.Last, last) - start) / step;
        for (long i = Math.Min(first, sums.Length - 1); i <= Math.Min(end, sums.Length - 1); i++)
        {
            long from = start + i * step, to = Math.Min(from + step, last);
            // What only touches an end of the slice has no part in it, unless it has no length at all.
            if (point.Start < point.Last ? point.Start < to && point.Last > from : i == Math.Min(first, sums.Length - 1))
                (sums[i] ??= new MetricSum()).AddPart(point, from, to);
        }
    }
}
