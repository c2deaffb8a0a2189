using static Steffi.Flows.Tests.Packets.Wire;

namespace Steffi.Flows.Tests.Table;

public sealed class FeedingTests
{
    private static readonly byte[][] Mix = [.. Enumerable.Range(0, 400).Select(i => (i % 5) switch
    {
        0 => Ethernet(0x0800, IPv4(17, Udp(40000 + i, 4789, Vxlan(i % 3, Ethernet(0x0800, IPv4(6, Tcp(1000 + i, 80, 16, new byte[64]))))))),
        1 => Ethernet(0x8100, Vlan(5, 0x86DD, IPv6(17, Udp(1000 + i, 2000, new byte[30])))),
        2 => Ethernet(0x0800, IPv4(1, Icmp((byte)(i % 2 * 8), 0, i))),
        _ => Ethernet(0x0800, IPv4(6, Tcp(1000 + i, 443, 16, new byte[100]))),
    })];

    // A collection that another test causes takes the rest of this thread's allocation context away, which counts as allocated: what a
    // packet allocates shows in every turn, that in one.
    private const int Turns = 5;

    [Fact]
    public void A_packet_of_a_known_flow_allocates_nothing()
    {
        using var table = new FlowTable();
        long time = Noon;
        for (int round = 0; round < 3; round++)
            Feed(table, ref time);
        long least = long.MaxValue;
        for (int turn = 0; turn < Turns; turn++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 20; round++)
                Feed(table, ref time);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.Equal((3 + 20 * Turns) * Mix.Length, table.Statistics.PacketsReceived);
    }

    [Fact]
    public void Putting_segments_and_datagrams_in_order_allocates_nothing_once_it_has_its_buffers()
    {
        using var table = new FlowTable(new FlowTableOptions { ReassembleTCP = true, ExtraTCPMetric = true, IPDefrag = true });
        byte[] first = Ethernet(0x0800, IPv4(17, new byte[800], fragment: 0x2000)), last = Ethernet(0x0800, IPv4(17, new byte[100], fragment: 100));
        byte[] next = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[10], sequence: 100))), early = Ethernet(0x0800, IPv4(6, Tcp(1, 2, 16, new byte[10], sequence: 500)));
        long time = Noon, least = long.MaxValue;
        for (int turn = 0; turn <= Turns; turn++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 100; round++)
            {
                foreach (byte[] frame in (ReadOnlySpan<byte[]>)[first, last, next, early])
                    table.Add(new Frame(frame, time += 1000));
            }
            if (turn > 0)
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.Equal(100 * (Turns + 1), table.Flows.Single(flow => flow.LayersPath.EndsWith("UDP", StringComparison.Ordinal)).Metric.ABPackets);
    }

    [Fact]
    public async Task Readers_see_each_flow_as_it_was_at_one_moment_while_it_is_fed()
    {
        using var table = new FlowTable(new FlowTableOptions { Limit = 300 });
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            int seen = 0;
            while (!stop.IsCancellationRequested)
            {
                foreach (var flow in table.Flows)
                {
                    // Every packet of one of these flows has the same length.
                    long packets = flow.Metric.ABPackets + flow.Metric.BAPackets, bytes = flow.Metric.ABBytes + flow.Metric.BABytes;
                    Assert.Equal(0, flow.Application == "VXLAN" ? 0 : bytes % packets);
                    Assert.InRange(flow.Start, 0, flow.Last);
                    Assert.Equal((flow.ParentUUID is null, flow.Application), (flow.Details["Tunnel"].IsNull, flow.LayersPath.Split('/')[^1]));
                    seen++;
                }
            }
            return seen;
        }, TestContext.Current.CancellationToken)).ToArray();
        long time = Noon;
        for (int round = 0; round < 1500; round++)
            Feed(table, ref time);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.True(seen > 0));
        Assert.True(table.Statistics.FlowDropped > 0);
    }

    [Fact]
    public void Shards_share_out_whole_conversations()
    {
        using var shards = new ShardedFlowTable(4);
        using var table = new FlowTable();
        long time = Noon;
        for (int i = 0; i < 2000; i++)
        {
            string a = $"10.0.{i % 7}.{i % 11 + 1}", b = $"10.1.{i % 7}.{i % 11 + 1}";
            bool back = i % 2 == 1;
            byte[] bytes = Ethernet(0x0800, IPv4(6, Tcp(back ? 80 : 1000, back ? 1000 : 80, 16), back ? b : a, back ? a : b), back ? 2 : 1, back ? 1 : 2);
            var frame = new Frame(bytes, time += 1000);
            shards[shards.ShardOf(in frame)].Add(in frame);
            table.Add(in frame);
        }
        Assert.Equal(
            table.Flows.Select(flow => (flow.TrackingID, flow.Metric)).OrderBy(flow => flow.TrackingID), shards.Flows.Select(flow => (flow.TrackingID, flow.Metric)).OrderBy(flow => flow.TrackingID));
        Assert.All(Enumerable.Range(0, 4), shard => Assert.True(shards[shard].Statistics.FlowCount > 0));
        Assert.Equal(table.Statistics with { Memory = 0 }, shards.Statistics with { Memory = 0 });
        Assert.Equal(Enumerable.Range(0, 4).Sum(shard => shards[shard].Statistics.Memory), shards.Statistics.Memory);
    }

    private static void Feed(FlowTable table, ref long time)
    {
        foreach (byte[] frame in Mix)
            table.Add(new Frame(frame, time += 1000));
    }
}
