namespace Steffi.Probes;

/// <summary>
/// A way to capture packets of an interface: pcap, afpacket, ebpf. A plugin assembly exports every public, concrete subclass that has
/// a public constructor without parameters.
/// </summary>
/// <remarks>The host makes an instance for each run on each interface; a restart gets a new one.</remarks>
public abstract class PacketCapture
{
    /// <summary>What a capture request names as its Type: lower-case ("afpacket").</summary>
    public abstract string Type { get; }

    /// <summary>Feeds the interface's frames, or flows counted elsewhere, to <see cref="CaptureContext.Table"/> until <paramref name="stopping"/>.</summary>
    /// <param name="context">Valid until the task ends.</param>
    /// <param name="stopping">Cancelled when the capture stops, or its interface is gone.</param>
    /// <returns>A task that ends when asked. Ending or throwing earlier is reported on the interface's node, and tried again with back-off.</returns>
    public abstract Task RunAsync(CaptureContext context, CancellationToken stopping);
}
