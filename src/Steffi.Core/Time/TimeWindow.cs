namespace Steffi;

/// <summary>A stretch of time, half-open: from <paramref name="From"/> on, up to but without <paramref name="To"/>. UTC.</summary>
/// <param name="From">The first instant in the window.</param>
/// <param name="To">The first instant after the window.</param>
/// <param name="ClosedEnds">Skydive's meaning, at a resolution of milliseconds: what ended exactly at <paramref name="From"/> still
/// belongs to the window. Its window [from, to] of whole milliseconds is From = from, To = to + 1 ms.</param>
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To, bool ClosedEnds = false);

/// <summary>Instants inside the engine: UTC ticks of 100 ns since the year 1.</summary>
internal static class Instant
{
    public static DateTimeOffset FromTicks(long ticks) => new(ticks, TimeSpan.Zero);
}
