using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Flows of the past, with the graph as it was then.</summary>
public class PastFlowTests
{
    private static readonly DateTimeOffset Origin = DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000);

    [Fact]
    public async Task The_path_of_a_flow_leads_through_the_graph_of_its_time()
    {
        var time = new SettableTime(Origin);
        var graph = new Graph(new GraphOptions { Time = time });
        graph.CreateIndex("TID");
        graph.Write(change =>
        {
            change.AddNode("a", Metadata.Of(("MAC", "02:00:00:00:00:0a"), ("TID", "ta"), ("Type", "veth")));
            change.AddNode("b", Metadata.Of(("MAC", "02:00:00:00:00:0b"), ("TID", "tb"), ("Type", "veth")));
        });
        await using var history = new FlowHistory(new MemoryFlowStore());
        long start = Origin.ToUnixTimeMilliseconds() + 10_000;
        foreach (string node in new[] { "ta", "tb" })
            history.Add(Asking.Link($"at-{node}", "02:00:00:00:00:0a", "02:00:00:00:00:0b") with { TrackingID = "x", NodeTID = node, Start = start, Last = start + 5000 });
        await history.FlushAsync();

        time.Now = Origin.AddSeconds(60);
        graph.Write(change =>
        {
            change.DeleteNode("a");
            change.AddNode("a2", Metadata.Of(("MAC", "02:00:00:00:00:0a"), ("TID", "ta2"), ("Type", "veth")));
        });
        time.Now = Origin.AddSeconds(120);

        var options = Asking.With(new LiveFlows(), history);
        string[] Path(string query) => graph.Query(query, options: options).Ids();
        Assert.Equal(["a", "b"], Path("G.At(1600000020, 20).Flows().Has('TrackingID', 'x').Nodes().Dedup()"));
        Assert.Equal(["a", "b"], Path("G.At(1600000020, 20).Flows().Has('TrackingID', 'x').Hops()"));
        Assert.Equal(["a"], Path("G.At(1600000020, 20).V('a').Flows().Hops()"));
        Assert.Equal(["a", "b"], Path("G.At('-1s', 115).Flows().Has('TrackingID', 'x', 'NodeTID', 'tb').Nodes().Dedup()"));
        Assert.Equal(["a2", "b"], Path("G.At(1600000110).Flows().Has('TrackingID', 'x').Nodes().Dedup()"));
        Assert.Empty(Path("G.Flows().Has('TrackingID', 'x').Nodes()"));
        Assert.Empty(graph.Query("G.At(1600000005).Flows()", options: options).UUIDs());

        // A view of the past means the same as Context.
        Assert.Equal(["a", "b"], graph.At(Origin.AddSeconds(20)).Query("G.Flows().Has('TrackingID', 'x').Nodes().Dedup()", options: options).Ids());
        Assert.Equal(0, graph.At(Origin.AddSeconds(5)).Query("G.Flows().Count()", options: options).Value);
        Assert.Equal(2, graph.Between(Origin, Origin.AddSeconds(11)).Query("G.Flows().Count()", options: options).Value);
        Assert.Equal(0, graph.Between(Origin, Origin.AddSeconds(10)).Query("G.Flows().Count()", options: options).Value);
    }

    [Fact]
    public async Task Near_to_now_flows_that_were_not_reported_yet_are_among_them()
    {
        var time = new SettableTime(Origin);
        long now = Origin.ToUnixTimeMilliseconds();
        await using var history = new FlowHistory(new MemoryFlowStore(), new FlowHistoryOptions { Time = time });
        var known = Asking.Flow("known", now - 90_000, now - 30_000) with { LastUpdateMetric = new FlowMetric(1, 10, 0, 0, now - 90_000, now - 30_000), Metric = new FlowMetric(1, 10, 0, 0, now - 90_000, now - 30_000) };
        history.Add(known);
        await history.FlushAsync();
        var live = new AskedFlows(known with { Last = now - 1000 }, Asking.Flow("young", now - 5000, now - 1000));
        MetadataValue Ask(string query) => new Graph().Query(query, options: Asking.With(live, history)).Value;

        Assert.Equal(2, Ask($"G.At({now}, 60).Flows().Count()"));
        Assert.Equal(2, Ask($"G.At({now}, 60).Flows().Has('Application', 'ICMPv4').Count()"));
        Assert.Equal(110, Ask($"G.At({now}, 120).Flows().Metrics().Sum('ABBytes')"));
        Assert.Equal(1, Ask($"G.At({now - 6000}, 60).Flows().Count()"));
        time.Now = Origin.AddSeconds(601);
        Assert.Equal(1, Ask($"G.At({now}, 60).Flows().Count()"));
    }

    [Fact]
    public async Task Slices_share_out_exactly_what_was_counted()
    {
        var source = new RandomFlows(21);
        var lives = Enumerable.Range(0, 150).Select(_ => source.Life()).ToArray();
        await using var history = new FlowHistory(new MemoryFlowStore());
        foreach (var report in lives.SelectMany(life => life)) history.Add(report);
        await history.FlushAsync();
        var options = Asking.With(new LiveFlows(), history);
        long end = RandomFlows.Origin / 1000 + 5000;
        foreach (int step in new[] { 1, 7, 60, 4999 })
        {
            foreach (var (name, counter) in new (string, Func<FlowMetric, long>)[] { ("ABBytes", metric => metric.ABBytes), ("BAPackets", metric => metric.BAPackets) })
            {
                Assert.Equal(
                    lives.Sum(life => counter(life[^1].Metric)),
                    new Graph().Query($"G.At({end}, 5000).Flows().Metrics().Aggregates({step}).Sum('{name}')", options: options).Value);
            }
        }
    }

    [Fact]
    public async Task A_flow_over_many_partitions_comes_once_and_its_metrics_come_all()
    {
        var time = new SettableTime(Origin);
        await using var history = new FlowHistory(new MemoryFlowStore(), new FlowHistoryOptions { Time = time });
        long start = Origin.ToUnixTimeMilliseconds();
        for (int minute = 1; minute <= 600; minute++)
        {
            time.Now = Origin.AddMinutes(minute);
            long last = start + minute * 60_000L;
            history.Add(Asking.Flow("long", start, last) with
            {
                Metric = new FlowMetric(minute, 100 * minute, 0, 0, start, last),
                LastUpdateMetric = new FlowMetric(1, 100, 0, 0, last - 60_000, last),
                Revision = minute,
            });
            if (minute % 30 == 0) await history.FlushAsync();
        }

        var options = Asking.With(new LiveFlows(), history);
        MetadataValue Ask(string query) => new Graph().Query(query, options: options).Value;
        long end = start / 1000 + 36_000;
        Assert.Equal(1, Ask($"G.At({end}, 36000).Flows().Count()"));
        Assert.Equal(60_000, Ask($"G.At({end}, 36000).Flows().Metrics().Sum('ABBytes')"));
        Assert.Equal(60_000, Ask($"G.At({end}, 36000).Flows().Has('UUID', 'long').Metrics().Aggregates(3600).Sum('ABBytes')"));
        // Ten minutes, not on the minute: ten whole periods and two halves of one.
        Assert.Equal(1000, Ask($"G.At({start / 1000 + 7230}, 600).Flows().Metrics().Aggregates(60).Sum('ABBytes')"));
        Assert.Equal(900, Ask($"G.At({start / 1000 + 7230}, 600).Flows().Metrics().Sum('ABBytes')"));

        // In the middle it is as its last update before told it, and only the partitions that overlap are read.
        long read = history.Statistics.Read;
        var middle = Assert.Single(((FlowRows)new Graph().Query($"G.At({start / 1000 + 7200}, 60).Flows()", options: options).CustomRows!).Flows);
        Assert.Equal((120, 12_000, start + 7_200_000, 120), (middle.Metric.ABPackets, middle.Metric.ABBytes, middle.Last, middle.Revision));
        Assert.Equal(new FlowMetric(1, 100, 0, 0, start + 7_140_000, start + 7_200_000), middle.LastUpdateMetric);
        Assert.InRange(history.Statistics.Read - read, 1, 2);
    }

    [Fact]
    public async Task At_an_instant_a_flow_is_what_it_was_known_to_be_in_whatever_partitions_it_lies()
    {
        var time = new SettableTime(Origin);
        await using var history = new FlowHistory(new MemoryFlowStore(), new FlowHistoryOptions { Time = time, Retention = TimeSpan.FromHours(168) });
        long start = Origin.ToUnixTimeMilliseconds();
        string[] names = ["TCP", "TCP", "TLS", "TLS", "HTTP2"];
        foreach (var (partition, reports) in new[] { (0, 2), (1, 1), (2, 2) })
        {
            time.Now = Origin.AddHours(2 * partition);
            for (int i = 0; i < reports; i++)
            {
                int report = (partition == 0 ? 0 : partition == 1 ? 2 : 3) + i;
                long last = start + (report + 1) * 60_000L;
                history.Add(Asking.Flow("one", start, last) with
                {
                    Application = names[report],
                    Metric = new FlowMetric(report + 1, 100 * (report + 1), 0, 0, start, last, report * 1000),
                    LastUpdateMetric = new FlowMetric(1, 100, 0, 0, last - 60_000, last, report * 1000),
                    Details = Metadata.Of(("TCPMetric", Metadata.Of(("ABPackets", report)))),
                    Revision = report + 1,
                });
                await history.FlushAsync();
            }
        }

        var options = Asking.With(new LiveFlows(), history);
        QueryResult Ask(string query) => new Graph().Query(query, options: options);
        for (int second = 0; second <= 310; second += 5)
        {
            int report = Math.Clamp(second / 60 - 1, 0, 4);
            string at = $"G.At({start / 1000 + second}).Flows()";
            var flow = Assert.Single(((FlowRows)Ask(at).CustomRows!).Flows);
            Assert.Equal((names[report], report + 1, report * 1000, (long)report), (flow.Application, (int)flow.Metric.ABPackets, (int)flow.Metric.RTT, flow.Details["TCPMetric.ABPackets"].AsInt()));
            foreach (string name in names.Distinct())
            {
                Assert.Equal(name == names[report] ? 1 : 0, Ask($"{at}.Has('Application', '{name}').Count()").Value);
                Assert.Equal((second, name, name == names[report] && second >= 60), (second, name, Ask($"G.At({start / 1000 + second}, 600).Flows().Has('Application', '{name}').Metrics().Count()").Value == 1));
            }
        }
    }
}
