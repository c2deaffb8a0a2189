using System.Runtime.InteropServices;

namespace Steffi.Functional.Tests;

/// <summary>Processor time of the calling thread, the kernel's work for it included: what others do on the machine does not change it much.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;   // CLOCK_THREAD_CPUTIME_ID

    public static TimeSpan Of(Action work)
    {
        var before = Now();
        work();
        return Now() - before;
    }

    private static TimeSpan Now()
    {
        Span<long> time = stackalloc long[2];
        Assert.Equal(0, clock_gettime(ThreadClock, time));
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / 100);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, Span<long> time);
}
