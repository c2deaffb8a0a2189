using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Steffi.Benchmarks;

/// <summary>One line of the table: what was done, how well, and what was wanted.</summary>
internal readonly record struct FigureRow(string Work, string Measured, string Target, string Beside = "");

/// <summary>Measures one figure in a few seconds; BenchmarkDotNet is for what wants more.</summary>
internal abstract class Figure
{
    public abstract string Name { get; }

    /// <summary>Measured only when it is named.</summary>
    public virtual bool IsLong => false;

    public abstract IEnumerable<FigureRow> Measure();

    protected static string Text(double value, string unit) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture) + " " + unit;

    /// <summary>The least time of some runs, in seconds, each on what <paramref name="prepare"/> made; a machine that others use only adds to it.</summary>
    protected static double Best<T>(int runs, Func<T> prepare, Action<T> work, bool disposes = true, bool collects = true)
    {
        double best = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            var on = prepare();
            // Before reads of a large graph it costs seconds, and changes nothing.
            if (collects)
                Collect();
            double start = Seconds();
            work(on);
            best = Math.Min(best, Seconds() - start);
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

    /// <summary>Seconds. STEFFI_CLOCK=thread counts the processor time of this thread alone: on a machine whose processors others keep
    /// busy the wall clock tells of them. All that is measured here runs on one thread, the collector's pauses on it included.</summary>
    private static double Seconds()
    {
        if (!CountsThread)
            return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        _ = clock_gettime(ThreadClock, out var time);
        return time.Seconds + time.Nanoseconds * 1e-9;
    }

    private static readonly bool CountsThread = Environment.GetEnvironmentVariable("STEFFI_CLOCK") == "thread";

    private const int ThreadClock = 3;   // CLOCK_THREAD_CPUTIME_ID, time.h

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out TimeSpec time);

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
