using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Metrics of nodes and live flows, and what follows them.</summary>
public class MetricStepTests
{
    private static readonly Flow[] Two =
    [
        Asking.Flow("f1", 1000, 2000),
        Asking.Flow("f2", 1000, 9000) with { LastUpdateMetric = new FlowMetric(10, 1000, 20, 2000, 5000, 9000) },
    ];

    [Theory]
    [InlineData(
        "G.Flows().Metrics()",
        """[{"f1":[{"ABBytes":100,"ABPackets":1,"BABytes":200,"BAPackets":2,"Start":1000,"Last":2000}],"f2":[{"ABBytes":1000,"ABPackets":10,"BABytes":2000,"BAPackets":20,"Start":5000,"Last":9000}]}]""")]
    [InlineData("G.Flows().Metrics().Count()", "2")]
    [InlineData("G.Flows().Metrics().Sum()", """{"ABBytes":1100,"ABPackets":11,"BABytes":2200,"BAPackets":22,"Start":1000,"Last":9000}""")]
    [InlineData("G.Flows().Metrics().Sum('BABytes')", "2200")]
    [InlineData("G.Flows().Limit(1).Metrics().Sum('BABytes')", "200")]
    [InlineData("G.Flows().Has('UUID', 'f2').Metrics().Sum('ABBytes')", "1000")]
    [InlineData("G.Flows().Metrics().Keys()", """["ABBytes","ABPackets","BABytes","BAPackets","Last","Start"]""")]
    [InlineData("G.Flows().Has('UUID', 'x').Metrics()", "[]")]
    [InlineData("G.Flows().Has('UUID', 'x').Metrics().Count()", "0")]
    [InlineData("G.Flows().Has('UUID', 'x').Metrics().Sum()", "null")]
    [InlineData("G.Flows().Has('UUID', 'x').Metrics().Aggregates()", """[{"Aggregated":[]}]""")]
    [InlineData("G.Flows().Metrics().Aggregates(4).Sum('ABBytes')", "1100")]
    [InlineData("G.Flows().Metrics().Aggregates(4).Count()", "1")]
    [InlineData(
        "G.Flows().Has('UUID', 'f2').Metrics().Aggregates(3)",
        """[{"Aggregated":[{"ABBytes":750,"ABPackets":8,"BABytes":1500,"BAPackets":15,"Start":5000,"Last":8000},{"ABBytes":250,"ABPackets":2,"BABytes":500,"BAPackets":5,"Start":8000,"Last":9000}]}]""")]
    public void Flows_give(string query, string json) => Asking.SameJson(json, Two.Ask(query).ToJson());

    [Fact]
    public void More_than_ten_thousand_slices_are_refused()
    {
        Flow[] flows = [Asking.Flow("f1", 0, 10_001_000)];
        Assert.Equal("Aggregates available slices exceeded: 10001/10000", Assert.Throws<QueryException>(() => flows.Ask("G.Flows().Metrics().Aggregates(1)").Count).Reason);
        Assert.Equal(10_000, Aggregated([Asking.Flow("f1", 0, 10_000_000)]));
    }

    [Fact]
    public void Nodes_show_the_growth_of_their_counters_and_under_context_that_within_the_slice()
    {
        var (graph, time) = Sampled();
        var ask = (string query) => graph.Query(query, options: Asking.With()).ToJson();

        Assert.Equal("""[{"n":[{"RxBytes":40,"Start":1600000030000,"Last":1600000040000}]}]""", ask("G.V().Metrics()"));
        Assert.Equal("""[{"n":[{"RxBytes":30,"Start":1600000020000,"Last":1600000030000}]}]""", ask($"G.At({time + 35_000}, 20).V().Metrics()"));
        Assert.Equal("55", ask($"G.At({time + 35_000}, 30).V().Metrics('LastUpdateMetric').Aggregates(30).Sum('RxBytes')"));
        // The growth from 10 s to 20 s is 20, half of it in the slice that begins at 15 s.
        Assert.Equal(
            """[{"Aggregated":[{"RxBytes":25,"Start":1600000015000,"Last":1600000025000},{"RxBytes":15,"Start":1600000025000,"Last":1600000035000}]}]""",
            ask($"G.At({time + 35_000}, 20).V().Metrics().Aggregates(10)"));
        Assert.Equal("[]", ask($"G.At({time + 35_000}).V().Metrics()"));
        Assert.Equal("[]", ask("G.V().Metrics('SFlow')"));
    }

    [Fact]
    public void Metrics_that_a_foreign_probe_writes_as_metadata_are_read_from_the_revisions()
    {
        var time = new SettableTime(DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000));
        var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("n", Metadata.Of(("Name", "n"))));
        for (int i = 1; i <= 3; i++)
        {
            time.Now = time.Now.AddSeconds(10);
            long last = time.Now.ToUnixTimeMilliseconds();
            graph.Write(change => change.UpdateNode("n", new MetadataPatch
            {
                ["Ovs"] = Metadata.Of(("LastUpdateMetric", Metadata.Of(("RxBytes", i), ("Start", last - 10_000), ("Last", last)))),
            }));
        }

        time.Now = time.Now.AddSeconds(10);
        Assert.Equal("3", graph.Query("G.V().Metrics('Ovs').Sum('RxBytes')", options: Asking.With()).ToJson());
        Assert.Equal("5", graph.Query("G.At(1600000035000, 34).V().Metrics('Ovs').Sum('RxBytes')", options: Asking.With()).ToJson());
        Assert.Equal("6", graph.Query("G.At(1600000035000, 35).V().Metrics('Ovs.LastUpdateMetric').Aggregates().Sum('RxBytes')", options: Asking.With()).ToJson());
    }

    private static (Graph Graph, long Start) Sampled()
    {
        var time = new SettableTime(DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000));
        var graph = new Graph(new GraphOptions { Time = time });
        graph.Write(change => change.AddNode("n", Metadata.Of(("Name", "n"))));
        long total = 0;
        for (int i = 0; i <= 4; i++)
        {
            total += i * 10;
            long rx = total;
            graph.Write(change => change.Sample("n", "Metric", Metadata.Of(("RxBytes", rx))));
            time.Now = time.Now.AddSeconds(10);
        }

        return (graph, 1_600_000_000_000);
    }

    private static int Aggregated(Flow[] flows)
    {
        using var json = System.Text.Json.JsonDocument.Parse(flows.Ask("G.Flows().Metrics().Aggregates(1)").ToJson());
        return json.RootElement[0].GetProperty("Aggregated").GetArrayLength();
    }
}
