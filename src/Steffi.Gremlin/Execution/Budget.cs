using System.Diagnostics;

namespace Steffi.Gremlin;

/// <summary>
/// A run's limits. Looking at the clock at every element would cost more than the element: every 1,024th is enough for bounds
/// of milliseconds.
/// </summary>
internal sealed class Budget(QueryOptions options, CancellationToken cancellation)
{
    private const int Interval = 1024;

    private readonly long _deadline = options.Timeout is { } timeout
        ? Stopwatch.GetTimestamp() + (long)Math.Min(timeout.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 4)
        : long.MaxValue;

    private int _untilCheck = Interval;

    public CancellationToken Cancellation => cancellation;

    public QueryOptions Options => options;

    /// <summary>The step that runs, for messages.</summary>
    public SourcePosition At { get; set; }

    public void Tick()
    {
        if (--_untilCheck <= 0) Check();
    }

    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="QueryLimitException">The time is up.</exception>
    public void Check()
    {
        _untilCheck = Interval;
        cancellation.ThrowIfCancellationRequested();
        if (_deadline != long.MaxValue && Stopwatch.GetTimestamp() > _deadline)
            throw new QueryLimitException(nameof(QueryOptions.Timeout), $"The query took longer than {options.Timeout}", At.Line, At.Column);
    }

    /// <summary>Called where a buffer is about to grow.</summary>
    public void CheckElements(long count)
    {
        if (count <= options.MaxElements) return;
        throw new QueryLimitException(
            nameof(QueryOptions.MaxElements), $"The step holds more than {options.MaxElements} elements", At.Line, At.Column);
    }

    /// <summary>The most rows that a result is cut to, where one may be.</summary>
    public long? MostRows => options.AllowPartial ? options.MaxResults : null;

    public void CheckResults(long count)
    {
        if (!(count > options.MaxResults)) return;
        throw new QueryLimitException(
            nameof(QueryOptions.MaxResults), $"The result has more than {options.MaxResults} rows", At.Line, At.Column);
    }
}
