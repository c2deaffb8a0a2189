using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>What a capture sees of its host during one run on one interface. Thread-safe.</summary>
public abstract class CaptureContext
{
    /// <summary>The request that this run serves.</summary>
    public abstract CaptureRequest Request { get; }

    /// <summary>Name of the interface at the start of the run; <see cref="InterfaceIndex"/> outlives a rename.</summary>
    public abstract string InterfaceName { get; }

    /// <summary>Its index in its namespace.</summary>
    public abstract int InterfaceIndex { get; }

    /// <summary>The file of the interface's network namespace; null for the host's own.</summary>
    public abstract string? NamespacePath { get; }

    /// <summary>Where frames go. Belongs to this run: one thread at a time feeds it.</summary>
    public abstract FlowTable Table { get; }

    /// <summary>A log of the capture's own category.</summary>
    public abstract ILogger Log { get; }

    /// <summary>Says on the interface's node how the capture is.</summary>
    /// <param name="state">"active", "degraded", …</param>
    /// <param name="message">What is missing and why; null removes it.</param>
    public abstract void Report(string state, string? message = null);

    /// <summary>Tells what the kernel counted since the run began; shown on the interface's node and in the capture's statistics.</summary>
    /// <param name="received">Packets that passed the filter.</param>
    /// <param name="dropped">Of these, packets lost before this process saw them.</param>
    public abstract void Count(long received, long dropped);
}
