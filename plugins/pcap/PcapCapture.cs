using System.Runtime.InteropServices;
using SharpPcap;
using SharpPcap.LibPcap;
using Steffi.Flows;
using Steffi.Netlink;
using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>Type <c>pcap</c>: libpcap through SharpPcap, in its standard mode with a buffer of 16 MB. Needs CAP_NET_RAW and libpcap.</summary>
public sealed class PcapCapture : Probes.PacketCapture
{
    private const int Megabyte = 1 << 20, DefaultBuffer = 16, Patience = 100, Burst = 10_000;

    /// <inheritdoc/>
    public override string Type => "pcap";

    /// <inheritdoc/>
    public override int Preference => 10;

    /// <inheritdoc/>
    public override string? Refuses(CaptureRequest request) => CaptureFilter.Refuses(request, alwaysNeedsLibpcap: true);

    /// <inheritdoc/>
    public override Task RunAsync(CaptureContext context, CancellationToken stopping)
    {
        var device = Namespace.In(context, () => Open(context));
        return CaptureThread.RunAsync($"pcap {context.InterfaceName}", () =>
        {
            try
            {
                Capture(device, context, stopping);
            }
            finally
            {
                device.Close();
            }
        });
    }

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
                BufferSize = NumberSetting.Of(context.Settings, "buffer", DefaultBuffer) * Megabyte,
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
            throw e.Error == PcapError.PermissionDenied
                ? new KernelCallException("pcap_activate", name, PacketCalls.EPERM, "CAP_NET_RAW")
                : new InvalidOperationException($"libpcap on {name}: {e.Message}", e);
        }
    }

    private static unsafe void Capture(LibPcapLiveDevice device, CaptureContext context, CancellationToken stopping)
    {
        var linkType = (LinkType)device.LinkType;
        int descriptor = Libpcap.pcap_get_selectable_fd(device.Handle.DangerousGetHandle());
        long read = 0;
        var tick = new Ticking(context, () =>
        {
            var statistics = device.Statistics;
            return new CaptureCounters(read + statistics.DroppedPackets, statistics.DroppedPackets, statistics.InterfaceDroppedPackets);
        });
        while (!stopping.IsCancellationRequested)
        {
            // SharpPcap's own loops poll a packet, or leave no moment for the table's time to pass: so its pointers are taken.
            PacketCalls.Wait(descriptor, Patience);
            int status = 1;
            for (int i = 0; i < Burst && (status = Next(device, context.Table, linkType)) == 1; i++)
                read++;
            if (status < 0)
                throw new InvalidOperationException($"libpcap on {context.InterfaceName}: {device.LastError}");
            tick.IfDue();
        }
        while (Next(device, context.Table, linkType) == 1)
            read++;
        tick.Now();
    }

    private static unsafe int Next(LibPcapLiveDevice device, FlowTable table, LinkType linkType)
    {
        nint header = 0, data = 0;
        int status = device.GetNextPacketPointers(ref header, ref data);
        if (status == 1)
        {
            var packet = (PacketHeader*)header;
            table.Add(new Frame(new ReadOnlySpan<byte>((void*)data, (int)packet->Captured),
                packet->Seconds * 1_000_000_000L + packet->Nanoseconds, linkType, (int)packet->Length));
        }
        return status;
    }

    /// <summary>struct pcap_pkthdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct PacketHeader
    {
        public readonly nint Seconds, Nanoseconds;
        public readonly uint Captured, Length;
    }
}
