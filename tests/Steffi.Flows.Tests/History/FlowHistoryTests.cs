using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>What is put into the history comes out of it, from either store, by index as by looking at everything.</summary>
public class FlowHistoryTests
{
    public static TheoryData<string> Stores => ["memory", "RocksDB"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_field_of_a_flow_comes_back(string kind)
    {
        using var place = new HistoryPlace(kind);
        var flows = Enumerable.Range(0, 200).Select(_ => new RandomFlows(_).One()).DistinctBy(flow => flow.UUID).ToArray();
        await using var history = place.Open();
        foreach (var flow in flows) Assert.True(history.Add(flow));
        await history.FlushAsync();
        AssertSame(flows, history.Find(FlowLookup.All, 0, long.MaxValue));
        Assert.Equal(flows.Length, history.Statistics.Written);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Extreme_numbers_and_texts_come_back(string kind)
    {
        using var place = new HistoryPlace(kind);
        var odd = Asking.Flow("", 0, 0) with
        {
            TrackingID = "::1%1",
            L3TrackingID = "010.0.0.1",
            ParentUUID = "00000000000000FF",
            NodeTID = new string('x', 5000),
            Link = new FlowLayer("", "02:00:00:00:00:0A", "2:0:0:0:0:1", long.MinValue),
            Network = new FlowLayer("IPV6", "::ffff:1.2.3.4", "2001:DB8::1", long.MaxValue),
            Transport = new FlowTransport("TCP", int.MaxValue, -1, long.MinValue),
            Metric = new FlowMetric(long.MaxValue, -1, long.MinValue, 0, long.MaxValue, long.MinValue, -5),
            Start = long.MaxValue,
            Last = long.MaxValue,
        };
        await using var history = place.Open();
        history.Add(odd);
        await history.FlushAsync();
        AssertSame([odd], history.Find(FlowLookup.All, 0, long.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_index_finds_what_looking_at_all_finds(string kind)
    {
        using var place = new HistoryPlace(kind);
        var random = new Random(7);
        var lives = new RandomFlows(7) is var source ? Enumerable.Range(0, 600).Select(_ => source.Life()).ToArray() : [];
        await using var history = place.Open();
        foreach (var report in Shuffled(lives, random)) Assert.True(history.Add(report));
        await history.FlushAsync();
        var newest = lives.Select(life => life[^1]).ToArray();
        AssertSame(newest, history.Find(FlowLookup.All, 0, long.MaxValue));

        for (int round = 0; round < 200; round++)
        {
            var lookup = Lookup(newest, random);
            long from = RandomFlows.Origin + random.Next(-100_000, 3_700_000), last = from + random.Next(600_000);
            var expected = lives.Where(life => life[0].Start <= last && life[^1].Last >= from).Select(life => AsOf(life, last)).Where(lookup.Matches);
            AssertSame(expected, history.Find(lookup, from, last).Where(lookup.Matches));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Metrics_are_the_periods_that_were_reported(string kind)
    {
        using var place = new HistoryPlace(kind);
        var source = new RandomFlows(11);
        var lives = Enumerable.Range(0, 300).Select(_ => source.Life()).ToArray();
        await using var history = place.Open();
        foreach (var report in Shuffled(lives, new Random(3))) history.Add(report);
        await history.FlushAsync();

        long from = RandomFlows.Origin + 600_000, last = from + 900_000;
        var expected = lives.SelectMany(life => life).Select(report => (report.UUID, Metric: report.LastUpdateMetric!.Value with { RTT = 0 }))
            .Where(point => point.Metric.Start <= last && point.Metric.Last >= from);
        var found = history.ReadMetrics(FlowLookup.All, null, from, last).Select(point => (point.UUID, Metric: point.Metric with { RTT = 0 })).ToArray();
        Assert.Equal(expected.Order(ByIdAndStart), found.Order(ByIdAndStart));

        string one = lives[5][0].NodeTID ?? "", application = lives[5][^1].Application;
        var some = history.ReadMetrics(new FlowLookup([[new(FlowField.NodeTID, one)]]), flow => flow.NodeTID == one && flow.Application == application, 0, long.MaxValue);
        Assert.Equal(
            lives.Where(life => life[0].NodeTID == one && life[^1].Application == application).Sum(life => life.Sum(report => report.LastUpdateMetric!.Value.ABBytes)),
            some.Sum(point => point.Metric.ABBytes));
    }

    [Fact]
    public async Task A_lookup_reads_few_of_many_flows()
    {
        await using var history = new FlowHistory(new MemoryFlowStore());
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(history.Add(Asking.Flow($"{i:x16}", 1000, 2000) with
            {
                TrackingID = $"{i + 100_000:x16}",
                NodeTID = $"t{i / 50}",
                Network = new FlowLayer("IPV4", $"10.0.{i / 250}.{i % 250}", "10.1.0.1"),
                Transport = new FlowTransport("TCP", i, 443),
                Application = i % 1000 == 0 ? "DNS" : "TCP",
            }));
        }

        await history.FlushAsync();
        foreach (var (query, found, most) in new[]
        {
            ("Has('TrackingID', '" + $"{100_077:x16}" + "')", 1, 1),
            ("Has('UUID', '" + $"{77:x16}" + "')", 1, 1),
            ("Has('NodeTID', 't3')", 50, 50),
            ("Has('Application', 'DNS')", 5, 5),
            ("Has('Network', '10.0.3.7')", 1, 1),
            ("Has('Transport', 2500)", 1, 1),
            ("Has('Transport', 443, 'Application', 'DNS', 'NodeTID', 't0')", 1, 50),
            ("Has('Network', '10.1.0.1').Has('Application', 'DNS')", 5, 5),
        })
        {
            long before = history.Statistics.Read;
            Assert.Equal(found, Count(history, $"G.At(2, 1).Flows().{query}.Count()"));
            Assert.InRange(history.Statistics.Read - before, 1, most);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_slice_of_time_reads_the_rows_of_its_time(string kind)
    {
        using var place = new HistoryPlace(kind);
        await using (var history = place.Open())
        {
            for (int i = 0; i < 6000; i++) Assert.True(history.Add(Asking.Flow($"{i:x16}", 1000 * i, 1000 * i + 500)));
            await history.FlushAsync();
            Assert.Equal((10, 10), Ask(history, 3_000_000, 3_009_999));
            Assert.InRange(history.Statistics.Read, 20, 2 * 1024);
        }

        // Read back from the store, and with a flow that went on long before.
        await using (var history = place.Open())
        {
            history.Add(Asking.Flow("long", 2_999_000, 5_999_000));
            await history.FlushAsync();
            Assert.Equal((11, 11), Ask(history, 3_000_000, 3_009_999));
            Assert.InRange(history.Statistics.Read, 22, 2 * 1536);
        }

        static (int, int) Ask(FlowHistory history, long from, long last) => (history.Find(FlowLookup.All, from, last).Count(), history.Count(from, last));
    }

    [Fact]
    public async Task A_store_that_does_not_know_the_times_of_its_rows_is_read_whole()
    {
        using var place = new HistoryPlace("RocksDB");
        await using (var history = place.Open())
        {
            for (int i = 0; i < 2000; i++) history.Add(Asking.Flow($"{i:x16}", 1000 * i, 1000 * i + 500));
        }

        using (var store = place.OpenStore()) store.Drop(HistoryKey.Times(1, 0), HistoryKey.Times(2, 0));
        await using (var history = place.Open())
        {
            history.Add(Asking.Flow("more", 1000, 2000));
            await history.FlushAsync();
            Assert.Equal(1, history.Count(1_000_000, 1_000_400));
            Assert.Equal(2001, history.Count(0, long.MaxValue));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task It_goes_on_after_it_was_closed(string kind)
    {
        using var place = new HistoryPlace(kind);
        var source = new RandomFlows(5);
        var lives = Enumerable.Range(0, 100).Select(_ => source.Life()).ToArray();
        await using (var history = place.Open())
        {
            foreach (var life in lives) history.Add(life[0]);
        }

        await using (var history = place.Open())
        {
            AssertSame(lives.Select(life => life[0]), history.Find(FlowLookup.All, 0, long.MaxValue));
            foreach (var life in lives) foreach (var report in life.Skip(1)) history.Add(report);
        }

        await using (var history = place.Open())
        {
            AssertSame(lives.Select(life => life[^1]), history.Find(FlowLookup.All, 0, long.MaxValue));
            Assert.Equal(
                lives.Sum(life => life[^1].Metric.ABBytes), history.ReadMetrics(FlowLookup.All, null, 0, long.MaxValue).Sum(point => point.Metric.ABBytes));
            var last = lives[3][^1];
            AssertSame([last], history.Find(new FlowLookup([[new(FlowField.UUID, last.UUID)]]), 0, long.MaxValue));
        }
    }

    [Fact]
    public async Task A_flow_that_changes_its_application_is_found_by_the_new_one()
    {
        await using var history = new FlowHistory(new MemoryFlowStore());
        var flow = Asking.Flow("f1", 1000, 2000) with { Application = "TCP" };
        history.Add(flow);
        history.Add(Asking.Flow("f2", 1000, 2000) with { Application = "TCP" });
        await history.FlushAsync();
        history.Add(flow with { Application = "TLS", Last = 3000 });
        await history.FlushAsync();
        Assert.Equal(1, Count(history, "G.At(3, 3).Flows().Has('Application', 'TLS').Count()"));
        Assert.Equal(1, Count(history, "G.At(3, 3).Flows().Has('Application', 'TCP').Count()"));
    }

    [Fact]
    public async Task Context_asks_for_flows_that_went_on_in_its_slice_or_had_not_been_given_up()
    {
        await using var history = new FlowHistory(new MemoryFlowStore());
        history.Add(Asking.Flow("f1", 1_000_000, 2_000_000));
        await history.FlushAsync();
        foreach (var (at, duration, count) in new[] { (999, 10, 0), (1000, 0, 1), (1500, 10, 1), (2000, 10, 1), (2600, 0, 1), (2601, 0, 0), (2700, 200, 1) })
            Assert.Equal((at, count), (at, Count(history, $"G.At({at}, {duration}).Flows().Count()")));
        Assert.Equal(0, Count(history, "G.Flows().Count()"));
    }

    /// <summary>The last report up to then, or the first.</summary>
    private static Flow AsOf(List<Flow> life, long instant)
    {
        var report = life.FindLast(report => report.Last <= instant) ?? life[0];
        return ReferenceEquals(report, life[0]) && life.Count > 1 ? report with { LastUpdateMetric = report.Metric } : report;
    }

    private static long Count(FlowHistory history, string query) => new Graph().Query(query, options: Asking.With(new LiveFlows(), history)).Value.AsInt();

    private static readonly Comparer<(string UUID, FlowMetric Metric)> ByIdAndStart =
        Comparer<(string UUID, FlowMetric Metric)>.Create((a, b) => (a.UUID, a.Metric.Start).CompareTo((b.UUID, b.Metric.Start)));

    private static FlowLookup Lookup(Flow[] flows, Random random) => new([.. Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var terms = FlowTerm.Of(flows[random.Next(flows.Length)]).ToArray();
        return (FlowTerm[])[.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => terms[random.Next(terms.Length)])];
    })]);

    /// <summary>Reports of all flows mixed, each flow's in their order.</summary>
    private static IEnumerable<Flow> Shuffled(List<Flow>[] lives, Random random) =>
        lives.SelectMany(life => life.Select((report, i) => (report, Key: i + random.NextDouble() * 0.9))).OrderBy(item => item.Key).Select(item => item.report);

    private static void AssertSame(IEnumerable<Flow> expected, IEnumerable<Flow> actual) =>
        Assert.Equal(expected.OrderBy(flow => flow.UUID, StringComparer.Ordinal), actual.OrderBy(flow => flow.UUID, StringComparer.Ordinal));
}
