using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>The life of a capture through a <see cref="RingGroup"/>: a thread and a flow table a ring.</summary>
internal static class RingCapture
{
    private const long Megabyte = 1 << 20;
    private const int DefaultBuffer = 16, Patience = 100;

    /// <param name="context">Its settings may hold <c>buffer</c>, the size of a ring in MB, and <c>threads</c>.</param>
    /// <param name="filter">What to take.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task RunAsync(CaptureContext context, CaptureFilter filter, CancellationToken stopping)
    {
        long bytes = NumberSetting.Of(context.Settings, "buffer", DefaultBuffer) * Megabyte;
        int threads = context.Request.Threads > 0 ? context.Request.Threads : NumberSetting.Of(context.Settings, "threads", 1);
        using var group = Namespace.In(context, () => RingGroup.Open(context.InterfaceIndex, filter, bytes, threads, ports: !context.Request.Flows.IPDefrag));
        if (group.Refusal is { } reason)
            context.Report(CaptureState.Active, $"one thread: {reason}");
        // Where one fails all end.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAll(group.Rings.Select((ring, shard) => CaptureThread.RunAsync($"afpacket {context.InterfaceName} {shard}", () =>
        {
            try
            {
                Read(context, ring, shard, group.Rings.Count, ending.Token);
            }
            finally
            {
                ending.Cancel();
            }
        })));
    }

    private static void Read(CaptureContext context, PacketRing ring, int shard, int count, CancellationToken ending)
    {
        var table = context.Tables(count)[shard];
        var tick = new Ticking(context, () =>
        {
            ring.Count();
            return new CaptureCounters(ring.Read + ring.Dropped, ring.Dropped, BufferBytes: ring.Bytes);
        }, shard);
        while (!ending.IsCancellationRequested)
        {
            tick.IfDue();
            ring.Wait(Patience);
            ring.Feed(table);
        }
        ring.Drain(table);
        tick.Now();
    }
}
