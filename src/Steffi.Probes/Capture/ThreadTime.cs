using System.Runtime.InteropServices;

namespace Steffi.Probes;

/// <summary>The CPU time of the threads that told it, each from its first telling on. Thread-safe.</summary>
internal sealed partial class ThreadTime
{
    private const int ThreadCPUTime = 3;   // CLOCK_THREAD_CPUTIME_ID
    private readonly Dictionary<int, (TimeSpan First, TimeSpan Last)> threads = [];

    public TimeSpan Total
    {
        get
        {
            lock (threads)
                return threads.Values.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Last - one.First);
        }
    }

    /// <summary>Takes in the calling thread's time.</summary>
    public void Tell()
    {
        if (!OperatingSystem.IsLinux() || clock_gettime(ThreadCPUTime, out var time) != 0)
            return;
        var now = TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
        lock (threads)
            threads[Environment.CurrentManagedThreadId] = (threads.TryGetValue(Environment.CurrentManagedThreadId, out var known) ? known.First : now, now);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    private readonly struct Timespec
    {
        public readonly nint Seconds, Nanoseconds;
    }
}
