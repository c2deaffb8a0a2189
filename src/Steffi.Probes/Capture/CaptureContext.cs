using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>What a capture sees of its host during one run on one interface. Thread-safe, except for the tables.</summary>
public abstract class CaptureContext
{
    /// <summary>The request that this run serves.</summary>
    public abstract CaptureRequest Request { get; }

    /// <summary>Name of the interface at the start of the run; <see cref="InterfaceIndex"/> outlives a rename.</summary>
    public abstract string InterfaceName { get; }

    /// <summary>Its index in its namespace.</summary>
    public abstract int InterfaceIndex { get; }

    /// <summary>The inode of the interface's network namespace, which tells whether <see cref="NamespacePath"/> still leads there.</summary>
    public abstract long NetNS { get; }

    /// <summary>A file of that namespace; null when it is the host's own.</summary>
    public abstract string? NamespacePath { get; }

    /// <summary>The section "capture" of the host's configuration, then the type: <c>capture: afpacket: …</c>. It has no children when nothing is configured.</summary>
    public abstract IConfigurationSection Settings { get; }

    /// <summary>Where frames go. Belongs to this run; one thread at a time feeds it. The host flushes and disposes it after the run.</summary>
    /// <exception cref="InvalidOperationException">The run has several tables.</exception>
    public FlowTable Table => Tables(1)[0];

    /// <summary>Several tables in place of <see cref="Table"/>, for several threads that feed; which frame belongs where, <see cref="ShardedFlowTable.ShardOf"/> tells.</summary>
    /// <param name="count">The same whenever it is called during a run.</param>
    /// <exception cref="InvalidOperationException">The run has another number of tables already.</exception>
    public abstract ShardedFlowTable Tables(int count);

    /// <summary>A log of the category "Steffi.Probes.capture.TYPE".</summary>
    public abstract ILogger Log { get; }

    /// <summary>
    /// The capture's regular duty: each thread that feeds a table calls it about once a second, with packets or without. Lets the
    /// table's time pass, makes the capture <see cref="CaptureState.Active"/> if it has said nothing of itself yet, and tells the kernel's counters and the
    /// calling thread's CPU time, which show on the interface's node and in the capture's statistics.
    /// </summary>
    /// <param name="counters">What has been counted since the run began, for this table.</param>
    /// <param name="shard">Which of the <see cref="Tables"/>.</param>
    public abstract void Tick(in CaptureCounters counters, int shard = 0);

    /// <summary>Says on the interface's node how the capture is.</summary>
    /// <param name="state"><see cref="CaptureState.Active"/> or <see cref="CaptureState.Degraded"/>; the others are the host's to say.</param>
    /// <param name="message">What is missing and why, or what the node should tell besides; null removes it.</param>
    /// <remarks>Cheap when nothing changes. Ignored once the run is over.</remarks>
    public abstract void Report(CaptureState state, string? message = null);
}
