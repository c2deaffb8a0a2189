namespace Steffi.Probes;

/// <summary>How a probe is: the State on its node, by these names.</summary>
public enum ProbeState
{
    /// <summary>Its run has begun; it has neither written nor reported yet.</summary>
    Starting,

    /// <summary>It feeds the graph.</summary>
    Running,

    /// <summary>It feeds the graph in part; the node's Message says what is missing and why.</summary>
    Degraded,

    /// <summary>Its run failed (the node's LastError says how); it waits to be restarted.</summary>
    BackingOff,

    /// <summary>It was stopped with its host, or given up because it did not stop when asked (then LastError says so).</summary>
    Stopped,

    /// <summary>Its plugin could not be loaded (LastError names file and reason); it is tried again when the plugin's files change.</summary>
    Failed,
}
