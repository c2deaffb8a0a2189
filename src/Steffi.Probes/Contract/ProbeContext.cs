using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>What a probe sees of its host during one run. Thread-safe.</summary>
public abstract class ProbeContext
{
    /// <summary>The graph: for reading and subscribing. Changes go through <see cref="Write"/>, so that they carry <see cref="Origin"/>.</summary>
    public abstract Graph Graph { get; }

    /// <summary>
    /// "NAME.HOST": stands on every element that this probe makes. When the probe is unloaded, or its host stops, the host deletes what carries it.
    /// </summary>
    public abstract string Origin { get; }

    /// <summary>The node of Type "host" that everything on this machine hangs from. Alive as long as the probe runs.</summary>
    public abstract ElementId HostNode { get; }

    /// <summary>The section of the host's configuration that bears the probe's name. It has no children when nothing is configured.</summary>
    /// <remarks>Dispose what <c>GetReloadToken().RegisterChangeCallback</c> returns: a callback left behind keeps an unloaded plugin in memory.</remarks>
    public abstract IConfigurationSection Settings { get; }

    /// <summary>A log of the category "Steffi.Probes.NAME".</summary>
    public abstract ILogger Log { get; }

    /// <summary>One transaction in this probe's origin: all of it or nothing.</summary>
    /// <param name="change">Runs once, while no other change is written: short, without waiting for anything.</param>
    /// <exception cref="TransactionException">A change was refused; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">The run is over; nothing was written.</exception>
    /// <remarks>
    /// The first one of a run also removes what the run before it left, unless the probe <see cref="TopologyProbe.Reconciles"/>;
    /// and it makes a probe that is still <see cref="ProbeState.Starting"/> <see cref="ProbeState.Running"/>.
    /// </remarks>
    public abstract void Write(Action<Transaction> change);

    /// <summary>Says on the probe's node how it is.</summary>
    /// <param name="state"><see cref="ProbeState.Running"/> or <see cref="ProbeState.Degraded"/>; the others are the host's to say.</param>
    /// <param name="message">What is missing and why ("setns: EPERM, needs CAP_SYS_ADMIN"): the node's Message. Null removes it.</param>
    /// <remarks>Cheap when nothing changes. Ignored once the run is over.</remarks>
    public abstract void Report(ProbeState state, string? message = null);

    /// <summary>
    /// Deletes, in one transaction, every node and edge of <see cref="Origin"/> that is not in <paramref name="present"/>: what a
    /// probe that <see cref="TopologyProbe.Reconciles"/> calls after its first full look at the source, and after each later resynchronisation.
    /// </summary>
    /// <param name="present">Ids of the nodes and edges that are still there.</param>
    /// <exception cref="OperationCanceledException">The run is over; nothing was written.</exception>
    /// <remarks>O(live elements of the whole graph).</remarks>
    public void DeleteAllBut(IReadOnlySet<ElementId> present)
    {
        ArgumentNullException.ThrowIfNull(present);
        Write(transaction => OriginElements.Delete(transaction, Origin, present));
    }
}
