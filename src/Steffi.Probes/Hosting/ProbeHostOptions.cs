using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Steffi.Probes;

/// <summary>How a <see cref="ProbeHost"/> works. Checked when the host is made.</summary>
public sealed class ProbeHostOptions
{
    /// <summary>
    /// The folder of plugins: each folder in it is one plugin, and names it; those whose name starts with a dot are left alone. Null: no plugins
    /// from files. It may appear later than the host.
    /// </summary>
    public string? PluginFolder { get; init; }

    /// <summary>
    /// Whether plugins are loaded, reloaded and unloaded as their folders appear, change and vanish; true unless set. A folder is taken once
    /// two looks <see cref="QuietPeriod"/> apart have found it the same.
    /// </summary>
    public bool WatchPluginFolder { get; init; } = true;

    /// <summary>How long the files of a plugin must rest before it is taken. More than zero; 300 ms unless set.</summary>
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How often the folder is looked at without a notice of change, which some file systems never give. More than zero; 10 s unless set.
    /// </summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Holds one section a probe, by the probe's name. Null: every probe finds its section empty.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Where the host ("Steffi.Probes") and the probes ("Steffi.Probes.NAME") log. Nowhere unless set.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>When failed probes are restarted.</summary>
    public RestartPolicy Restart { get; init; } = new();

    /// <summary>How long a probe may take to end when it is stopped, before it is given up. More than zero; 10 s unless set.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Assemblies beyond the contract that plugins share with the host instead of bringing their own, by simple name ("Steffi.Gremlin"): those
    /// whose types host and plugin hand each other.
    /// </summary>
    public IReadOnlyCollection<string> SharedAssemblies { get; init; } = [];

    /// <summary>Measures the delays and bounds of probes. The folder is watched in real time; the graph has <see cref="GraphOptions.Time"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(QuietPeriod, TimeSpan.Zero, nameof(QuietPeriod));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LookEvery, TimeSpan.Zero, nameof(LookEvery));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StopTimeout, TimeSpan.Zero, nameof(StopTimeout));
        Restart.Validate();
    }
}
