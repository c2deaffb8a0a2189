using System.Diagnostics;
using System.Globalization;

namespace Steffi.Benchmarks;

/// <summary>One line of the table: what was done, how well, and what was wanted.</summary>
internal readonly record struct FigureRow(string Work, string Measured, string Target, string Beside = "");

/// <summary>Measures one figure in a few seconds; BenchmarkDotNet is for what wants more.</summary>
internal abstract class Figure
{
    public abstract string Name { get; }

    public abstract IEnumerable<FigureRow> Measure();

    protected static string Text(double value, string unit) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture) + " " + unit;

    /// <summary>The least time of some runs, in seconds, each on what <paramref name="prepare"/> made; a machine that others use only adds to it.</summary>
    protected static double Best<T>(int runs, Func<T> prepare, Action<T> work, bool disposes = true)
    {
        double best = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            var on = prepare();
            Collect();
            var watch = Stopwatch.StartNew();
            work(on);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            if (disposes)
                (on as IDisposable)?.Dispose();
        }
        return best;
    }

    /// <summary>The least processor time of some runs, in seconds: that of all threads, which others on the machine do not add to.</summary>
    protected static double BestProcessorTime<T>(int runs, Func<T> prepare, Action<T> work)
    {
        double best = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            var on = prepare();
            Collect();
            var before = Environment.CpuUsage.TotalTime;
            work(on);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            (on as IDisposable)?.Dispose();
        }
        return best;
    }

    /// <summary>Bytes that are live after a full collection.</summary>
    protected static long LiveBytes()
    {
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    protected static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
