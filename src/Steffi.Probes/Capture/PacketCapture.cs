using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>
/// A way to capture packets of an interface: pcap, afpacket, ebpf. A plugin assembly exports every public, concrete subclass that has
/// a public constructor without parameters.
/// </summary>
/// <remarks>
/// The host makes an instance for each run on each interface; a restart gets a new one. More instances are made to read <see cref="Type"/>
/// and to ask <see cref="Refuses"/>: a constructor only assigns fields, and opens nothing. An instance that is <see cref="IDisposable"/>
/// is disposed after its run.
/// </remarks>
public abstract class PacketCapture
{
    /// <summary>What a capture request names as its Type: lower-case ("afpacket"). Unique in a host.</summary>
    public abstract string Type { get; }

    /// <summary>
    /// Where a request names no type, the one with the highest preference is taken that does not refuse it; one of 0, the default, only serves
    /// requests that name it. pcap has 10, afpacket 20.
    /// </summary>
    public virtual int Preference => 0;

    /// <summary>
    /// Whether flows of this type count their packets. False for one that sees only some of them: then their Metric says when, not how much.
    /// </summary>
    public virtual bool CountsPackets => true;

    /// <summary>Why this type cannot serve a request on any interface: a filter that does not compile, an option it does not have, a library that is missing.</summary>
    /// <param name="request">Its interfaces are not known yet.</param>
    /// <returns>Null when it can. The text is shown to who asked, and for a request without a type the next best is asked.</returns>
    public virtual string? Refuses(CaptureRequest request) => null;

    /// <summary>A filter in this type's language, for frames that are captured already.</summary>
    /// <param name="expression">As <see cref="CaptureRequest.BPFFilter"/>.</param>
    /// <returns>Null where the type has none.</returns>
    /// <exception cref="ArgumentException">The expression is none; says why.</exception>
    public virtual IPacketFilter? CompileFilter(string expression) => null;

    /// <summary>Feeds the interface's frames, or flows counted elsewhere, to <see cref="CaptureContext.Table"/> until <paramref name="stopping"/>.</summary>
    /// <param name="context">Valid until the task ends.</param>
    /// <param name="stopping">Cancelled when the capture stops, or its interface is gone. The task then ends soon, at most within a second: a socket that stays open keeps the namespace alive.</param>
    /// <returns>A task that ends when asked. Ending or throwing earlier is reported on the interface's node, and tried again with back-off.</returns>
    /// <exception cref="NotSupportedException">This machine or interface does not have what the type needs. A request without a type gets the next best instead, and the node says so.</exception>
    /// <remarks>
    /// Called on a thread-pool thread, which it may block. A rename, or an interface that goes down and up, does not end the run: it goes on, by
    /// <see cref="CaptureContext.InterfaceIndex"/>.
    /// </remarks>
    public abstract Task RunAsync(CaptureContext context, CancellationToken stopping);
}
