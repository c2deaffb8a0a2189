using System.Runtime.InteropServices;
using SharpPcap.LibPcap;
using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>Feeds what one open libpcap device captures to a table. One thread at a time.</summary>
/// <remarks>SharpPcap's own loops poll a packet, or leave no moment for the table's time to pass: so its pointers are taken.</remarks>
/// <param name="device">Open.</param>
/// <param name="table">What it feeds.</param>
/// <param name="isOwnNamespace">Whether the interface is in this process's network namespace: libpcap looks there for what an interface of the name dropped.</param>
internal sealed unsafe class PcapReader(LibPcapLiveDevice device, FlowTable table, bool isOwnNamespace) : IDisposable
{
    private const int Patience = 100, Burst = 10_000;
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(1);
    private readonly LinkType linkType = (LinkType)device.LinkType;
    private Libpcap.Statistics statistics;
    private long read;

    /// <summary>Since the device was opened.</summary>
    public CaptureCounters Counters
    {
        get
        {
            // Where it is refused (the interface is gone), what was told before stands.
            if (Libpcap.pcap_stats(device.Handle.DangerousGetHandle(), out var told) == 0)
                statistics = told;
            return new(read + statistics.Dropped, statistics.Dropped, isOwnNamespace ? statistics.InterfaceDropped : null);
        }
    }

    /// <summary>Reads until asked to end, or until libpcap has lost the interface.</summary>
    /// <exception cref="InvalidOperationException">It failed right after it was opened.</exception>
    public void Run(Ticking tick, CancellationToken stopping)
    {
        int descriptor = Libpcap.pcap_get_selectable_fd(device.Handle.DangerousGetHandle());
        long began = Environment.TickCount64;
        while (!stopping.IsCancellationRequested)
        {
            tick.IfDue();
            PacketCalls.Wait(descriptor, Patience);
            if (ReadSome() < 0)
            {
                if (Environment.TickCount64 - began < Healthy.TotalMilliseconds)
                    throw new InvalidOperationException($"libpcap on {device.Name}: {device.LastError}");
                return;
            }
        }
        ReadSome();
    }

    public void Dispose() => device.Close();

    private int ReadSome()
    {
        int status = 1;
        for (int i = 0; i < Burst && (status = ReadOne()) == 1; i++)
            read++;
        return status;
    }

    private int ReadOne()
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

    /// <summary>struct pcap_pkthdr, with nanoseconds because they were asked for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct PacketHeader
    {
        public readonly nint Seconds, Nanoseconds;
        public readonly uint Captured, Length;
    }
}
