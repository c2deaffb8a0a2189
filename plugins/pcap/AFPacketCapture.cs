using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>
/// Type <c>afpacket</c>: a memory-mapped AF_PACKET ring (TPACKET_V3), read in place. Needs CAP_NET_RAW; the fastest here that sees every packet.
/// </summary>
public sealed class AFPacketCapture : PacketCapture
{
    /// <inheritdoc/>
    public override string Type => "afpacket";

    /// <inheritdoc/>
    public override int Preference => 20;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => CaptureFilter.Refuses(request);

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping) =>
        RingCapture.RunAsync(context, CaptureFilter.Of(context.Request), stopping);
}
