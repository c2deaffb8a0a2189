using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>The reference's table "Metrics().Aggregates(10)": flows' periods in the history, a context, what comes out.</summary>
public class MetricsReferenceTests
{
    [Theory]
    [InlineData("1", "aa 0 10000 1000", 10, 10, "[0,10000]=1000")]
    [InlineData("2", "aa 0 20000 1000", 10, 10, "[0,10000]=500")]
    [InlineData("3", "aa 0 20000 1000", 20, 10, "[10000,20000]=500")]
    [InlineData("4", "aa 10000 20000 1000", 15, 10, "[5000,15000]=500")]
    [InlineData("5", "aa 10000 20000 1000", 25, 10, "[15000,25000]=500")]
    [InlineData("6", "aa 1000 5000 1000", 10, 10, "[0,10000]=1000")]
    [InlineData("7", "aa 0 60000 1", 10, 10, "[0,10000]=1")]
    [InlineData("8", "aa 0 60000 1", 20, 10, "[10000,20000]=0")]
    [InlineData("9", "aa 0 30000 18000", 30, 30, "[0,10000]=6000, [10000,20000]=6000, [20000,30000]=6000")]
    [InlineData("10", "aa 0 30000 18000", 30, 20, "[10000,20000]=6000, [20000,30000]=6000")]
    [InlineData("11", "aa 0 15000 6000; aa 15000 30000 6000", 30, 20, "[10000,20000]=4000, [20000,30000]=4000")]
    [InlineData("12", "aa 0 15000 6000; aa 15000 30000 6000; bb 5000 10000 6000; bb 10000 20000 6000", 30, 25, "[5000,15000]=13000, [15000,25000]=7000, [25000,30000]=2000")]
    [InlineData("13", "aa 0 15000 6000; aa 15000 30000 6000; bb 5000 10000 6000; bb 10000 20000 6000; bb 20000 30000 2000", 30, 25,
        "[5000,15000]=13000, [15000,25000]=8000, [25000,30000]=3000")]
    public async Task Aggregates(string row, string periods, long at, long duration, string expected)
    {
        await using var history = await Of(periods);
        Assert.Equal((row, expected), (row, Ask(history, $"G.At({at}, {duration}).Flows().Metrics().Aggregates(10)")));
        Assert.Equal((row, expected), (row, Ask(history, $"G.At({at}, {duration}).Flows().Sort().Metrics().Aggregates(10)")));
    }

    [Theory]
    [InlineData("aa 0 30000 18000", "18000")]
    [InlineData("aa 0 30000 180", "180")]
    [InlineData("aa 0 30000 5", "5")]
    public async Task Sums(string periods, string expected)
    {
        await using var history = await Of(periods);
        foreach (string step in new[] { "", ".Aggregates(10)" })
            Assert.Equal($"[0,30000]={expected}", Ask(history, $"G.At(30, 30).Flows().Metrics(){step}.Sum()"));
    }

    private static async Task<FlowHistory> Of(string periods)
    {
        var history = new FlowHistory(new MemoryFlowStore());
        foreach (var flow in periods.Split("; ").Select(text => text.Split(' ')).GroupBy(part => part[0]))
        {
            long total = 0;
            foreach (var period in flow)
            {
                long start = long.Parse(period[1]), last = long.Parse(period[2]), value = long.Parse(period[3]), first = long.Parse(flow.First()[1]);
                total += value;
                history.Add(Asking.Flow(flow.Key, first, last) with
                {
                    Metric = new FlowMetric(total, total, total, total, first, last),
                    LastUpdateMetric = new FlowMetric(value, value, value, value, start, last),
                });
            }
        }

        await history.FlushAsync();
        return history;
    }

    /// <summary>All four counters carry the same number.</summary>
    private static string Ask(FlowHistory history, string query)
    {
        using var json = JsonDocument.Parse(new Graph().Query(query, options: Asking.With(new LiveFlows(), history)).ToJson());
        var metrics = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0].GetProperty("Aggregated").EnumerateArray().ToArray() : [json.RootElement];
        return string.Join(", ", metrics.Select(metric =>
        {
            var values = metric.EnumerateObject().Where(item => item.Name is not ("Start" or "Last")).Select(item => item.Value.GetInt64()).ToArray();
            Assert.Equal(4, values.Length);
            return $"[{metric.GetProperty("Start")},{metric.GetProperty("Last")}]={Assert.Single(values.Distinct())}";
        }));
    }
}
