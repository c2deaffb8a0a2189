using Steffi.Probes;

namespace Steffi.Plugins.Ebpf;

/// <summary>
/// Type <c>hybrid</c>: the first packets of each flow reach this process whole, until the flow is classified; from then on the kernel only counts.
/// Needs CAP_BPF and CAP_NET_ADMIN.
/// </summary>
public sealed class HybridCapture : PacketCapture
{
    /// <inheritdoc/>
    public override string Type => "hybrid";

    /// <inheritdoc/>
    /// <remarks>Behind afpacket (20), which sees every packet.</remarks>
    public override int Preference => 15;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => KernelCapture.Refuses(request, isHybrid: true);

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping) => KernelCapture.RunAsync(context, isHybrid: true, stopping);
}
