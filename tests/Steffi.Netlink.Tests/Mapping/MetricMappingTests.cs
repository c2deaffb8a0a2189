namespace Steffi.Netlink.Tests;

public class MetricMappingTests
{
    [Fact]
    public void The_usual_counters_are_always_there_the_others_where_not_zero()
    {
        LinkStatistics total = default;
        total[0] = 12;
        total[10] = 3;
        var metric = MetricMapping.Total(in total);
        Assert.Equal(12, metric["RxPackets"].AsInt());
        Assert.Equal(0, metric["TxPackets"].AsInt());
        Assert.Equal(3, metric["RxLengthErrors"].AsInt());
        Assert.False(metric.TryGet("TxWindowErrors", out _));
    }

    [Fact]
    public void Silence_makes_no_sample_and_a_period_with_traffic_begins_where_the_silence_ended()
    {
        LinkStatistics total = default;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1000);
        using var graph = new Graph();
        graph.Write(change => { change.At = start; change.AddNode("a", default); });
        var samples = new LinkSamples(total, start);
        for (int second = 1; second <= 10; second++)
        {
            bool isNew = second == 1;
            var now = start.AddSeconds(second);
            if (second == 9)
                total[0] = 7;
            Assert.Equal(second == 9, samples.Count(in total, now));
            graph.Write(change => { change.At = now; samples.Write(change, "a", isNew); });
        }
        Assert.Equal([0, 0, 7], graph.Live.Nodes.Single().Samples("Metric.RxPackets").Select(sample => sample.Value));
        var metric = graph.Live.Nodes.Single()["LastUpdateMetric"].AsMap();
        Assert.Equal((7, 9000, 10000), (metric["RxPackets"].AsInt(), metric["Start"].AsInt(), metric["Last"].AsInt()));
    }

    [Fact]
    public void A_counter_that_was_reset_counts_from_zero()
    {
        LinkStatistics before = default, after = default;
        before[2] = 1000;
        after[2] = 40;
        Assert.Equal(40ul, after.Since(before)[2]);
    }
}
