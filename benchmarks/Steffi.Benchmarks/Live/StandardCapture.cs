using SharpPcap;
using SharpPcap.LibPcap;
using Steffi.Flows;

namespace Steffi.Benchmarks;

/// <summary>SharpPcap as its examples use it: the device opened with its defaults, an event a packet, the packet taken out. Meters as Steffi's captures do.</summary>
internal sealed class StandardCapture : IDisposable
{
    private const int TellEvery = 1024;
    private readonly FlowTable table = new();
    private readonly LibPcapLiveDevice device;
    private double began, cpu;

    /// <param name="name">An interface of the calling thread's namespace.</param>
    public StandardCapture(string name)
    {
        device = LibPcapLiveDeviceList.New().Single(one => one.Name == name);
        device.OnPacketArrival += Take;
        device.Open(DeviceModes.Promiscuous);
        device.StartCapture();
    }

    /// <summary>Packets that reached the event.</summary>
    public long Received { get; private set; }

    /// <summary>Processor time of its thread, but for the last packets.</summary>
    public TimeSpan CPUTime => TimeSpan.FromSeconds(cpu);

    public void Dispose()
    {
        device.StopCapture();
        device.Close();
        table.Dispose();
    }

    private void Take(object sender, PacketCapture e)
    {
        if (Received++ == 0)
            began = ThreadClock.Seconds;
        var packet = e.GetPacket();
        table.Add(new Frame(packet.Data, (long)packet.Timeval.Seconds * 1_000_000_000 + (long)packet.Timeval.MicroSeconds * 1000, LinkType.Ethernet, packet.PacketLength));
        if (Received % TellEvery == 0)
            cpu = ThreadClock.Seconds - began;
    }
}
