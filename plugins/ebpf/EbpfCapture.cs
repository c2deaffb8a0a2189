using Steffi.Probes;

namespace Steffi.Plugins.Ebpf;

/// <summary>Type <c>ebpf</c>: packets are counted by flow in the kernel; only headers of new flows and what is unusual reach this process. Needs CAP_BPF and CAP_NET_ADMIN.</summary>
public sealed class EbpfCapture : PacketCapture
{
    /// <inheritdoc/>
    public override string Type => "ebpf";

    /// <inheritdoc/>
    /// <remarks>Behind those that see every packet (afpacket 20) and <see cref="HybridCapture"/>, before pcap.</remarks>
    public override int Preference => 12;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => KernelCapture.Refuses(request, isHybrid: false);

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping) => KernelCapture.RunAsync(context, isHybrid: false, stopping);
}
