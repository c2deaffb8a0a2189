using CsCheck;

namespace Steffi.Core.Tests;

/// <summary>Counters as time series, against a list that is sorted.</summary>
public sealed class SeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<long> Values = Gen.Frequency(
        (4, Gen.Long[0, 100]), (2, Gen.Long[0, 10_000_000]), (1, Gen.Long), (1, Gen.OneOf(long.MinValue, long.MaxValue, 0L, -1L)));

    private static readonly Gen<(int Tick, long Rx, long? Tx)> One = Gen.Select(Gen.Int[1, 400], Values, Values, Gen.Int[0, 5])
        .Select((tick, rx, tx, kind) => (tick, rx, kind == 0 ? (long?)null : tx));

    // Names that sort in another order than the one they were first seen in.
    [Fact]
    public void Samples_read_as_they_were_told_late_ones_included_also_from_the_store() => Gen.Select(One.Array[1, 300], Gen.Int[0, 401], Gen.Int[0, 200]).Sample((told, from, length) =>
    {
        var store = new MemoryEventStore();
        using var graph = new Graph(new GraphOptions { Store = store });
        graph.Write(change => { change.At = Start; change.AddNode("a", Metadata.Of(("Name", "eth0"))); });
        var naive = new SortedDictionary<int, (long Rx, long? Tx)>();
        foreach (var part in told.Chunk(3))
        {
            graph.Write(change =>
            {
                foreach (var (tick, rx, tx) in part)
                {
                    naive[tick] = (rx, tx);
                    change.At = Start.AddTicks(tick);
                    change.Sample("a", "Metric", tx is { } sent ? Metadata.Of(("ZReceived", rx), ("ASent", sent)) : Metadata.Of(("ZReceived", rx)));
                }
            });
        }
        using var again = new Graph(new GraphOptions { Store = store });
        foreach (var each in new[] { graph, again })
        {
            var window = each.Between(Start.AddTicks(from), Start.AddTicks(from + length + 1));
            var node = window.Nodes.Single();
            var inside = naive.Where(item => item.Key >= from && item.Key <= from + length).ToList();
            Assert.Equal(inside.Select(item => new Sample(Start.AddTicks(item.Key), item.Value.Rx)), node.Samples("Metric.ZReceived"));
            Assert.Equal(inside.Where(item => item.Value.Tx is not null).Select(item => item.Value.Tx!.Value), node.Samples("Metric.ASent").Select(s => s.Value));
            AssertShows(naive.Where(item => item.Key <= from).ToList(), each.At(Start.AddTicks(from)).Nodes.Single());
            AssertShows([.. naive], each.Live.Nodes.Single());
            Assert.Equal(1, each.Live.Nodes.Single().Revision);
        }
    }, iter: 150);

    private static void AssertShows(List<KeyValuePair<int, (long Rx, long? Tx)>> samples, Node node)
    {
        if (samples.Count == 0)
        {
            Assert.Equal("""{"Name":"eth0"}""", node.Metadata.ToString());
            return;
        }
        Assert.Equal(samples[^1].Value.Rx, node["Metric.ZReceived"].AsInt());
        Assert.Equal(samples[^1].Value.Tx is not null, node.Contains("Metric.ASent"));
        Assert.Equal(samples.Count > 1, node.Contains("LastUpdateMetric"));
        if (samples.Count > 1)
        {
            var (now, before) = (samples[^1].Value.Rx, samples[^2].Value.Rx);
            Assert.Equal(now >= before ? unchecked(now - before) : now, node["LastUpdateMetric.ZReceived"].AsInt());
            Assert.Equal(Start.AddTicks(samples[^2].Key).ToUnixTimeMilliseconds(), node["LastUpdateMetric.Start"].AsInt());
        }
        Assert.Equal("eth0", node["Name"].AsString());
    }

    [Fact]
    public void A_life_shows_only_its_own_counters_and_each_revision_those_of_its_end()
    {
        using var graph = new Graph();
        Write(graph, 1, change => change.AddNode("a", Metadata.Of(("MTU", 1500))));
        Write(graph, 2, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", 10))));
        Write(graph, 4, change => change.UpdateNode("a", new MetadataPatch { ["MTU"] = 9000 }));
        Write(graph, 5, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", 20))));
        Write(graph, 6, change => change.DeleteNode("a"));
        Write(graph, 8, change => change.AddNode("a", Metadata.Of(("MTU", 1280))));
        Assert.False(graph.Live.Nodes.Single().Contains("Metric"));
        Assert.Equal(
            ["""{"MTU":1500,"Metric":{"RxBytes":10}}""", """{"LastUpdateMetric":{"Last":ms,"RxBytes":10,"Start":ms},"MTU":9000,"Metric":{"RxBytes":20}}""", """{"MTU":1280}"""],
            graph.Between(Start, Start.AddSeconds(10)).Nodes.Select(node => node.Metadata.ToString().Replace(Start.AddSeconds(5).ToUnixTimeMilliseconds().ToString(), "ms").Replace(Start.AddSeconds(2).ToUnixTimeMilliseconds().ToString(), "ms")));
        Assert.Throws<TransactionException>(() => Write(graph, 7, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", 30)))));
        Assert.Throws<ArgumentException>(() => Write(graph, 9, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", "many")))));
        Assert.Throws<ArgumentException>(() => Write(graph, 9, change => change.Sample("a", "Metric", default)));
    }

    [Fact]
    public void Counters_at_keys_that_no_metadata_has_are_found_there_and_nowhere_else()
    {
        // Keys that nothing else in the process uses, so that none has a number yet.
        using var graph = new Graph();
        Write(graph, 1, change => change.AddNode("a", default));
        Write(graph, 2, change => change.Sample("a", "Odometer", Metadata.Of(("Turns", 5))));
        Write(graph, 3, change => change.Sample("a", "Odometer", Metadata.Of(("Turns", 15))));
        var node = graph.Live.Nodes.Single();
        Assert.True(node["Tachometer.Turns"].IsNull);
        Assert.Equal((10, 15), (node["LastUpdateOdometer.Turns"].AsInt(), node["Odometer.Turns"].AsInt()));
        Assert.Empty(node.Samples("Tachometer.Turns"));
    }

    [Fact]
    public void A_transaction_that_fails_leaves_no_sample()
    {
        using var graph = new Graph();
        Write(graph, 1, change => change.AddNode("a", default));
        Assert.Throws<InvalidOperationException>(() => Write(graph, 2, change =>
        {
            change.Sample("a", "Metric", Metadata.Of(("RxBytes", 1)));
            throw new InvalidOperationException();
        }));
        Assert.Empty(graph.Live.Nodes.Single().Samples("Metric.RxBytes"));
    }

    [Fact]
    public void Forgetting_keeps_what_the_counters_were_at_the_horizon_and_all_after_it()
    {
        var store = new MemoryEventStore();
        using var graph = new Graph(new GraphOptions { Store = store });
        Write(graph, 0, change => change.AddNode("a", default));
        for (int i = 1; i <= 1000; i++)
        {
            int count = i;
            Write(graph, i, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", count))));
        }
        // Wherever a block begins, what the counters grew by until the horizon stays too.
        for (int second = 500; second <= 900; second++)
        {
            graph.ForgetBefore(Start.AddSeconds(second + 0.5));
            Assert.Equal(1, graph.At(Start.AddSeconds(second + 0.7)).Nodes.Single()["LastUpdateMetric.RxBytes"].AsInt());
        }
        using var again = new Graph(new GraphOptions { Store = store });
        foreach (var each in new[] { graph, again })
        {
            Assert.Equal(900, each.At(Start.AddSeconds(900.7)).Nodes.Single()["Metric.RxBytes"].AsInt());
            Assert.Equal(1, each.At(Start.AddSeconds(900.7)).Nodes.Single()["LastUpdateMetric.RxBytes"].AsInt());
            Assert.Equal(100, each.Between(Start.AddSeconds(900.5), Start.AddSeconds(2000)).Nodes.Single().Samples("Metric.RxBytes").Count);
            Assert.True(each.Live.Nodes.Single().Samples("Metric.RxBytes").Count < 300);
        }
    }

    [Fact]
    public async Task Readers_see_whole_samples_while_the_writer_goes_on()
    {
        using var graph = new Graph();
        Write(graph, 0, change => change.AddNode("a", default));
        using var done = new CancellationTokenSource();
        int reads = 0;
        var reader = Task.Run(() =>
        {
            for (; !done.IsCancellationRequested; Interlocked.Increment(ref reads))
            {
                var node = graph.Live.Nodes.Single();
                var (rx, tx) = (node.Samples("Metric.RxBytes"), node.Samples("Metric.TxBytes"));
                Assert.All(rx.Zip(tx), pair => Assert.Equal(pair.First.Value * 3, pair.Second.Value));
                var metadata = node.Metadata;
                if (metadata.TryGet("Metric", out var metric))
                    Assert.Equal(metric.AsMap()["RxBytes"].AsInt() * 3, metric.AsMap()["TxBytes"].AsInt());
            }
        }, TestContext.Current.CancellationToken);
        // At least several blocks long, and then slowly until the reader has had its turns.
        for (int i = 1; i <= 1000 || (Volatile.Read(ref reads) < 20 && i < 10_000 && !reader.IsCompleted); i++)
        {
            if (i > 1000)
                Thread.Sleep(5);
            long count = i * 1_000L;
            Write(graph, i, change => change.Sample("a", "Metric", Metadata.Of(("RxBytes", count), ("TxBytes", count * 3))));
        }
        await done.CancelAsync();
        await reader;
        Assert.True(reads >= 20, $"Only {reads} reads beside the writer.");
    }

    [Fact]
    public void Counters_of_a_busy_interface_take_at_most_two_bytes_a_sample()
    {
        // Bytes and packets of a busy interface, every 30 s, and the twenty counters beside them that hardly move.
        var random = new Random(1);
        var series = new NodeSeries("Metric", null);
        long[] counters = new long[24];
        for (int i = 0; i < 2880; i++)
        {
            long packets = random.Next(1_000, 200_000), answers = random.Next(1_000, 100_000);
            counters[0] += packets;
            counters[1] += packets * random.Next(60, 1500);
            counters[2] += answers;
            counters[3] += answers * random.Next(60, 1500);
            counters[4] += random.Next(20) == 0 ? 1 : 0;
            series.Add(Start.AddSeconds(30 * i).AddMilliseconds(random.Next(5)).Ticks, Metadata.Of([.. counters.Select((value, k) => ($"C{k}", (MetadataValue)value))]));
        }
        Assert.Equal(2880 * 24, series.Count);
        Assert.InRange(series.Bytes / (double)series.Count, 0.1, 2);
        for (int i = 0; i < counters.Length; i++)
            Assert.Equal(counters[i], series.Read(((MetadataPath)$"C{i}").Keys[0], long.MinValue, long.MaxValue)[^1].Value);
        TestContext.Current.TestOutputHelper?.WriteLine($"{series.Bytes / (double)series.Count:F2} B a sample");
    }

    [Fact]
    public void Counters_of_a_real_interface_take_at_most_four_bytes_a_sample()
    {
        const string Folder = "/sys/class/net/lo/statistics";
        Assert.SkipUnless(Directory.Exists(Folder), "Counters of interfaces are read from sysfs");
        string[] names = [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file))];
        var random = new Random(2);
        using var socket = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var series = new NodeSeries("Metric", null);
        var moving = new NodeSeries("Metric", null);
        string[] moved = ["rx_packets", "rx_bytes", "tx_packets", "tx_bytes"];
        for (int i = 0; i < 400; i++)
        {
            for (int packets = random.Next(1, 20); packets > 0; packets--) socket.Send(new byte[random.Next(20, 1400)], (System.Net.IPEndPoint)socket.Client.LocalEndPoint!);
            long now = DateTimeOffset.UtcNow.Ticks;
            var counters = names.ToDictionary(name => name, name => (MetadataValue)long.Parse(File.ReadAllText($"{Folder}/{name}"), System.Globalization.CultureInfo.InvariantCulture));
            series.Add(now, Metadata.Of([.. counters.Select(counter => (counter.Key, counter.Value))]));
            moving.Add(now, Metadata.Of([.. moved.Select(name => (name, counters[name]))]));
        }

        // All of them, and those alone of which each sample differs from the one before.
        Assert.InRange(series.Bytes / (double)series.Count, 0.1, 4);
        Assert.InRange(moving.Bytes / (double)moving.Count, 0.1, 4);
        TestContext.Current.TestOutputHelper?.WriteLine($"{series.Bytes / (double)series.Count:F2} B a sample, {moving.Bytes / (double)moving.Count:F2} B of those that move");
    }

    private static void Write(Graph graph, double seconds, Action<Transaction> act) => graph.Write(change =>
    {
        change.At = Start.AddSeconds(seconds);
        act(change);
    });
}
