using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>
/// Type <c>bpf-session</c>: the kernel passes only TCP packets with SYN, FIN or RST and without PSH, so that start and end of each session are
/// known at a small part of the cost. Flows do not count packets. Needs CAP_NET_RAW.
/// </summary>
public sealed class BpfSessionCapture : PacketCapture
{
    // tcp[…] is of IPv4 only. In IPv6 without extension headers the flags are at 40 + 13.
    private const string Sessions =
        "(tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0 and tcp[tcpflags] & tcp-push = 0) or (ip6[6] = 6 and ip6[53] & 7 != 0 and ip6[53] & 8 = 0)";

    /// <inheritdoc/>
    public override string Type => "bpf-session";

    /// <inheritdoc/>
    public override bool CountsPackets => false;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => CaptureFilter.Refuses(request, alwaysNeedsLibpcap: true);

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping) =>
        RingCapture.RunAsync(context, CaptureFilter.Of(context.Request, Sessions), stopping);
}
