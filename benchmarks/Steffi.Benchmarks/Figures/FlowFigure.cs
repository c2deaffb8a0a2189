using System.Diagnostics;
using Steffi.Flows;

namespace Steffi.Benchmarks;

/// <summary>The mix through a flow table with default options.</summary>
internal sealed class FlowFigure : Figure
{
    private const int Runs = 7;

    public override string Name => "flows";

    public override IEnumerable<FigureRow> Measure()
    {
        var mix = new TrafficMix();
        yield return new($"the mix: {mix.Count:N0} packets, 10,000 flows", Text(mix.MeanLength, "B mean"), "155 B");
        double table = Best(Runs, () => new FlowTable(), table => Feed(table, mix)) / mix.Count;
        double processor = BestProcessorTime(Runs, () => new FlowTable(), table => Feed(table, mix)) / mix.Count;
        yield return new("a packet, tunnels and ids included, flows made on the way", Text(table * 1e9, "ns"), "250 ns", Text(processor * 1e9, "ns of processor time"));
        yield return Steady(mix);
        yield return new("a flow, 10,000 of them", Text(BytesAFlow(mix), "B"), "400 B");
        var many = new TrafficMix(300_000, 300_000);
        yield return new("a flow, 300,000 of them", Text(BytesAFlow(many), "B"), "400 B");
        double cold = Best(3, () => new FlowTable(), table => Feed(table, many)) / many.Count;
        yield return new("a packet that begins a flow, 300,000 flows", Text(cold * 1e9, "ns"), "");
        var (one, oneByClock) = SlowestShard(1, mix, sorted: true);
        var (two, twoByClock) = SlowestShard(2, mix, sorted: true);
        yield return new("two shards against one, each fed its own (a ring a thread), by processor time of the slower", Text(one / two, "×"), "1.9 ×", Text(oneByClock / twoByClock, "× by the clock"));
        yield return new("… both walking one file and taking what is theirs", Text(one / SlowestShard(2, mix, sorted: false).Processor, "×"), "");
    }

    private static (double Processor, double Clock) SlowestShard(int count, TrafficMix mix, bool sorted)
    {
        double best = double.MaxValue, shortest = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            using var shards = new ShardedFlowTable(count);
            TrafficMix[] own = [.. Enumerable.Range(0, count).Select(shard => sorted ? Own(shards, shard, mix) : mix)];
            double[] seconds = new double[count];
            var threads = Enumerable.Range(0, count).Select(shard => new Thread(() =>
            {
                double before = ThreadClock.Seconds;
                if (sorted) Feed(shards[shard], own[shard]); else FeedShard(shards, shard, mix);
                seconds[shard] = ThreadClock.Seconds - before;
            })).ToArray();
            var watch = Stopwatch.StartNew();
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
            shortest = Math.Min(shortest, watch.Elapsed.TotalSeconds);
            best = Math.Min(best, seconds.Max());
        }
        return (best, shortest);
    }

    private static TrafficMix Own(ShardedFlowTable shards, int shard, TrafficMix mix) =>
        mix.Only(i => shards.ShardOf(new Frame(mix.Bytes(i), mix.Time(i))) == shard);

    private static FigureRow Steady(TrafficMix mix)
    {
        using var table = new FlowTable();
        Feed(table, mix);
        long before = GC.GetAllocatedBytesForCurrentThread();
        double time = Best(Runs, () => table, steady => Feed(steady, mix), disposes: false) / mix.Count;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new("a packet of a known flow", Text(time * 1e9, "ns"), "250 ns", Text((double)allocated / Runs / mix.Count, "B allocated"));
    }

    private static double BytesAFlow(TrafficMix mix)
    {
        long before = LiveBytes();
        var table = new FlowTable();
        Feed(table, mix);
        long after = LiveBytes();
        double bytes = (double)(after - before) / table.Statistics.FlowCount;
        table.Dispose();
        return bytes;
    }

    private static void Feed(FlowTable table, TrafficMix mix)
    {
        for (int i = 0; i < mix.Count; i++)
            table.Add(new Frame(mix.Bytes(i), mix.Time(i)));
    }

    private static void FeedShard(ShardedFlowTable shards, int shard, TrafficMix mix)
    {
        var table = shards[shard];
        for (int i = 0; i < mix.Count; i++)
        {
            var frame = new Frame(mix.Bytes(i), mix.Time(i));
            if (shards.ShardOf(in frame) == shard)
                table.Add(in frame);
        }
    }
}
