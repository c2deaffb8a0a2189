using System.Runtime.InteropServices;

namespace Steffi.Benchmarks;

/// <summary>Processor time of the calling thread: what it would take with a core of its own.</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double Seconds => clock_gettime(ThreadProcessorTime, out var time) == 0 ? time.Seconds + time.Nanoseconds / 1e9 : throw new PlatformNotSupportedException();

    [DllImport("libc")]
#pragma warning disable SYSLIB1054, IDE1006, SA1300 // The name is the system's; source generation gains nothing here.
    private static extern int clock_gettime(int clock, out TimeOfDay time);
#pragma warning restore SYSLIB1054, IDE1006, SA1300

    private struct TimeOfDay
    {
        public long Seconds, Nanoseconds;
    }
}
