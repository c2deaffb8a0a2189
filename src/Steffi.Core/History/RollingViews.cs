using System.Runtime.CompilerServices;

namespace Steffi;

/// <summary>The views of a window that moves along with time.</summary>
internal static class RollingViews
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static async IAsyncEnumerable<GraphView> Read(
        Graph graph, TimeSpan step, TimeSpan window, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var end = from; end <= to; end += step)
        {
            cancel.ThrowIfCancellationRequested();
            // Again after each wait: timers have a longest time, and may be early.
            while (end - graph.Now is { Ticks: > 0 } wait)
                await Task.Delay(wait < LongestWait ? wait : LongestWait, graph.Options.Time, cancel).ConfigureAwait(false);
            var begin = end - DateTimeOffset.MinValue > window ? end - window : DateTimeOffset.MinValue;
            yield return graph.Between(begin, end);
            if (to - end < step)
                yield break;   // so that an end near the last instant of time does not overflow
        }
    }
}
