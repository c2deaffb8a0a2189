using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>The life of a capture through a <see cref="PacketRing"/>.</summary>
internal static class RingCapture
{
    private const long Megabyte = 1 << 20;
    private const int DefaultBuffer = 16, Patience = 100;

    /// <param name="context">Its settings may hold <c>buffer</c>, the ring's size in MB.</param>
    /// <param name="filter">What to take.</param>
    /// <param name="stopping">Ends it.</param>
    public static Task RunAsync(CaptureContext context, CaptureFilter filter, CancellationToken stopping)
    {
        long bytes = NumberSetting.Of(context.Settings, "buffer", DefaultBuffer) * Megabyte;
        var ring = Namespace.In(context, () => PacketRing.Open(context.InterfaceIndex, filter, bytes));
        return CaptureThread.RunAsync($"afpacket {context.InterfaceName}", () =>
        {
            using (ring)
            {
                var tick = new Ticking(context, () =>
                {
                    ring.Count();
                    return new CaptureCounters(ring.Read + ring.Dropped, ring.Dropped);
                });
                while (!stopping.IsCancellationRequested)
                {
                    tick.IfDue();
                    ring.Wait(Patience);
                    ring.Feed(context.Table);
                }
                ring.Drain(context.Table);
                tick.Now();
            }
        });
    }
}
