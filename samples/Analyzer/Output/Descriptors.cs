using System.Runtime.InteropServices;

namespace Steffi.Analyzer;

/// <summary>poll(2), of one descriptor.</summary>
internal static class Descriptors
{
    public const short Readable = 1, Writable = 4;

    /// <param name="descriptor">Of this process.</param>
    /// <param name="events">What is waited for.</param>
    /// <param name="milliseconds">Negative: without end.</param>
    /// <returns>False where nothing came in time, or a signal did. What is broken is the next read's or write's to report: true.</returns>
    public static bool Wait(int descriptor, short events, int milliseconds)
    {
        var one = new PollDescriptor { Descriptor = descriptor, Events = events };
        return Poll(ref one, 1, milliseconds) > 0;
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
