using SharpPcap;
using SharpPcap.LibPcap;
using Steffi.Flows;
using Steffi.Netlink;
using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>Type <c>pcap</c>: libpcap through SharpPcap, in its standard mode with a buffer of 16 MB. Needs CAP_NET_RAW and libpcap.</summary>
public sealed class PcapCapture : Probes.PacketCapture
{
    private const int Megabyte = 1 << 20, DefaultBuffer = 16, Patience = 100;

    /// <inheritdoc/>
    public override string Type => "pcap";

    /// <inheritdoc/>
    public override int Preference => 10;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => CaptureFilter.Refuses(request, alwaysNeedsLibpcap: true);

    /// <inheritdoc/>
    public override IPacketFilter? CompileFilter(string expression) => Libpcap.Missing is null ? new PacketFilter(expression) : null;

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping) =>
        CaptureThread.RunAsync($"pcap {context.InterfaceName}", () =>
        {
            CaptureCounters before = default;
            PcapReader? reader = null;
            int buffer = BufferOf(context);
            var tick = new Ticking(context, () => reader is null ? before : before + reader.Counters with { BufferBytes = buffer });
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    reader = new PcapReader(Namespace.In(context, () => Open(context)), context.Table, isOwnNamespace: context.NamespacePath is null);
                }
                catch (PcapException e) when (e.Error == PcapError.InterfaceNotUp)
                {
                    // libpcap opens no interface that is down.
                    context.Report(CaptureState.Degraded, "the interface is down");
                    stopping.WaitHandle.WaitOne(Patience);
                    tick.IfDue();
                    continue;
                }
                using (reader)
                {
                    context.Report(CaptureState.Active);
                    // It comes back early after a rename too: libpcap knows the interface by its name.
                    reader.Run(tick, stopping);
                    tick.Now();
                    before += reader.Counters;
                }
                reader = null;
            }
        });

    private static int BufferOf(CaptureContext context) => NumberSetting.Of(context.Settings, "buffer", DefaultBuffer) * Megabyte;

    private static LibPcapLiveDevice Open(CaptureContext context)
    {
        var name = PacketCalls.NameOf(context.InterfaceIndex)
            ?? throw new KernelCallException("if_indextoname", $"{context.InterfaceIndex}", PacketCalls.ENODEV);
        var device = LibPcapLiveDeviceList.New().FirstOrDefault(one => one.Name == name)
            ?? throw new NotSupportedException($"libpcap does not list {name}");
        var filter = CaptureFilter.Of(context.Request);
        try
        {
            device.Open(new DeviceConfiguration
            {
                Mode = DeviceModes.Promiscuous,
                ReadTimeout = Patience,
                BufferSize = BufferOf(context),
                Snaplen = filter.SnapLength,
                TimestampResolution = TimestampResolution.Nanosecond,
            });
            device.NonBlockingMode = true;
            if (filter.Expression is { } expression)
                device.Filter = expression;
            return device;
        }
        catch (PcapException e)
        {
            device.Close();
            if (e.Error == PcapError.InterfaceNotUp)
                throw;
            throw e.Error == PcapError.PermissionDenied
                ? Refusal.Of("pcap_activate", name, PacketCalls.EPERM)
                : new InvalidOperationException($"libpcap on {name}: {e.Message}", e);
        }
    }
}
