namespace Steffi;

/// <summary>How a graph is set up. The defaults keep everything, in memory only.</summary>
public sealed class GraphOptions
{
    /// <summary>The host that what is written here is on. Default: this machine's name.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>The origin of what is written without another. Default (empty): <c>steffi.HOST</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Where now comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where events are kept beyond the process; null for in memory only. The graph owns it and disposes it.</summary>
    public IEventStore? Store { get; init; }

    /// <summary>Bytes for indexes on paths that queries keep filtering on, made and dropped by themselves; 0 for none. Default 64 MiB.</summary>
    public long AutomaticIndexBudget { get; init; } = 64L << 20;

    /// <summary>History older than this is forgotten, once an hour at most and at the start; null keeps all.</summary>
    public TimeSpan? Retention { get; init; }
}
