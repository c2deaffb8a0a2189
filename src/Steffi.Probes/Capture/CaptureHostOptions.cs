using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>How a <see cref="CaptureHost"/> works. Checked when the host is made.</summary>
public sealed class CaptureHostOptions
{
    /// <summary>
    /// What a capture's query means: the text in, and out a function that says which nodes match in a view. It throws where the text is no query, and
    /// what it throws reaches whoever creates the capture; the function throws <see cref="ArgumentException"/> where the query gives no nodes. Thread-safe.
    /// </summary>
    public required Func<string, Func<GraphView, IEnumerable<Node>>> Compile { get; init; }

    /// <summary>
    /// Gets every flow that is new, updated or ended, on the thread of its capture: quick, without waiting. Null: flows are only found (<see cref="CaptureHost.Find"/>).
    /// </summary>
    public Action<Flow>? OnFlow { get; init; }

    /// <summary>Where the standing captures are kept, in JSON, so that a restart finds them. Null: they end with the process.</summary>
    public string? File { get; init; }

    /// <summary>Holds a section "capture" with one section a type. Null: every capture finds its section empty.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Where the host and the captures log. Nowhere unless set.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>When failed captures are tried again.</summary>
    public RestartPolicy Restart { get; init; } = new();

    /// <summary>Least time between two looks at which nodes match, while the graph changes. More than zero; 200 ms unless set.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Least time between two updates of the counters on a node, when nothing else changes there: a run begins with 1 s, and each update
    /// doubles it up to this. At least 1 s; 30 s unless set.
    /// </summary>
    public TimeSpan CountersEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a capture may take to end before it is given up. More than zero; 10 s unless set.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of delays and of the flow tables.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LookEvery, TimeSpan.Zero, nameof(LookEvery));
        ArgumentOutOfRangeException.ThrowIfLessThan(CountersEvery, TimeSpan.FromSeconds(1), nameof(CountersEvery));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StopTimeout, TimeSpan.Zero, nameof(StopTimeout));
        Restart.Validate();
    }
}
