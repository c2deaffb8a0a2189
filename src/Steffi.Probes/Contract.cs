// The plugin contract as agreed; moves to its room (Contract) as it is built.
#pragma warning disable CS1591
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
namespace Steffi.Probes;

/// A topology probe: one small class. A plugin assembly exports every public concrete subclass with a parameterless constructor.
public abstract class TopologyProbe
{
    /// Configuration section, node name and part of the origin: lower case, e.g. "netlink".
    public abstract string Name { get; }

    /// Feeds the graph until `stopping`. Returning or throwing earlier is a failure: reported on the probe's node, restarted with back-off.
    public abstract Task RunAsync(ProbeContext context, CancellationToken stopping);
}

/// What a probe sees of its host.
public abstract class ProbeContext
{
    public abstract Graph Graph { get; }
    /// "NAME.HOST": stands on every element that this probe makes; they go when the probe is unloaded.
    public abstract string Origin { get; }
    /// The node of Type "host" that everything on this machine hangs from.
    public abstract ElementId HostNode { get; }
    public abstract IConfigurationSection Settings { get; }
    public abstract ILogger Log { get; }
    /// One transaction in this probe's origin.
    public abstract void Write(Action<Transaction> change);
    /// Says on the probe's node how it is: Running, or Degraded with what is missing and why ("setns: EPERM, needs CAP_SYS_ADMIN").
    public abstract void Report(ProbeState state, string? message = null);
}

public enum ProbeState { Starting, Running, Degraded, BackingOff, Stopped }
