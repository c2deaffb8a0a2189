using System.Diagnostics;
using System.Globalization;
using Steffi.Flows;
using Steffi.Gremlin;

namespace Steffi.Benchmarks;

/// <summary>A million flows of a day in the flow history on disk: writing, room, looking one up, adding all up.</summary>
internal sealed class FlowHistoryFigure : Figure
{
    private const int Flows = 1_000_000, Chunk = 50_000;
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override string Name => "flow-history";

    public override IEnumerable<FigureRow> Measure()
    {
        string directory = Directory.CreateTempSubdirectory("steffi-figure-").FullName;
        try
        {
            double seconds = Write(directory).GetAwaiter().GetResult();
            yield return new("flow reports written to RocksDB, one a flow", Text(Flows / seconds / 1000, "k/s"), "");
            long bytes = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            yield return new("… room a flow with its twelve terms in the index", Text(bytes / (double)Flows, "B"), "");
            foreach (var row in Ask(directory)) yield return row;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> Write(string directory)
    {
        var time = new Clock { Now = Day };
        await using var history = new FlowHistory(RocksDbFlowStore.Open(directory), new FlowHistoryOptions { Time = time });
        double seconds = 0;
        for (int start = 0; start < Flows; start += Chunk)
        {
            var flows = Enumerable.Range(start, Chunk).Select(One).ToArray();
            time.Now = Day.AddMilliseconds(86_400_000L * start / Flows);
            var watch = Stopwatch.StartNew();
            foreach (var flow in flows)
            {
                while (!history.Add(flow)) Thread.Sleep(1);
            }

            await history.FlushAsync().ConfigureAwait(false);
            seconds += watch.Elapsed.TotalSeconds;
        }

        return seconds;
    }

    private static List<FigureRow> Ask(string directory)
    {
        var history = new FlowHistory(RocksDbFlowStore.Open(directory), new FlowHistoryOptions { Time = new Clock { Now = Day.AddDays(1) } });
        var options = new QueryOptions { Dialect = GremlinDialect.Skydive.With(new FlowSteps(new LiveFlows(), history)) };
        var graph = new Graph();
        string day = $"G.At({Day.AddDays(1).ToUnixTimeSeconds()}, 86400).Flows()";
        string minute = $"G.At({Day.AddHours(12).ToUnixTimeSeconds()}, 60).Flows()";
        var times = new List<double>();
        for (int i = 0; i < 300; i++)
        {
            string tracking = One(i * 3331 % Flows).TrackingID;
            var watch = Stopwatch.StartNew();
            if (graph.Query($"{day}.Has('TrackingID', '{tracking}')", options: options).Count == 0) throw new InvalidOperationException("The flow is not found.");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        long read = history.Statistics.Read;
        var rows = new List<FigureRow>
        {
            new("Has('TrackingID', x) over a day of a million flows, median of 300", Text(times[150], "ms"), "", $"{Text(read / 300.0, "flows")} read each; 99 % within {Text(times[297], "ms")}"),
            Timed("Metrics().Aggregates(300) of that day, all flows", $"{day}.Metrics().Aggregates(300)"),
            Timed("… of Has('Application', 'DNS'), a tenth of them", $"{day}.Has('Application', 'DNS').Metrics().Aggregates(300)"),
            Timed("… of Has('NodeTID', x), a hundredth", $"{day}.Has('NodeTID', 'tid-7').Metrics().Aggregates(300)"),
            Timed("Count() of that day's flows", $"{day}.Count()"),
            Timed("Count() of a minute's flows", $"{minute}.Count()"),
            Timed("… of Has('Metric.ABBytes', Gt(60000)), which has no index", $"{minute}.Has('Metric.ABBytes', Gt(60000)).Count()"),
        };
        history.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return rows;

        FigureRow Timed(string work, string query) => new(work, Text(1000 * Best(3, () => query, text => graph.Query(text, options: options).ToJson()), "ms"), "");
    }

    /// <summary>A flow of the mix, the same each time for its number: hosts of four subnets speak with servers, from ports of their own.</summary>
    private static Flow One(int number)
    {
        ulong bits = unchecked((ulong)(number + 1) * 0x9E3779B97F4A7C15);
        int kind = (int)(bits % 100), host = (int)(bits >> 20 & 1023), server = (int)(bits >> 32 & 255);
        long start = Day.ToUnixTimeMilliseconds() + 86_400_000L * number / Flows, last = start + (long)(bits >> 40 & 0xFFFF);
        string protocol = kind < 66 ? "TCP" : "UDP", application = kind < 66 ? "TCP" : kind < 76 ? "DNS" : "UDP";
        var metric = new FlowMetric(1 + (long)(bits >> 8 & 63), 60 + (long)(bits >> 12 & 0xFFFF), (long)(bits >> 16 & 63), (long)(bits >> 24 & 0xFFFFF), start, last, 100_000 + (long)(bits >> 10 & 0xFFFF));
        return new Flow
        {
            UUID = Id(bits),
            TrackingID = Id(bits ^ 0x5555555555555555),
            L3TrackingID = Id(bits ^ 0x3333333333333333),
            NodeTID = string.Create(CultureInfo.InvariantCulture, $"tid-{host % 100}"),
            CaptureID = "3b1b1ad3-9b0b-4c9d-4b57-63a4c3a1f2f1",
            LayersPath = application == "DNS" ? "Ethernet/IPv4/UDP/DNS" : $"Ethernet/IPv4/{protocol}",
            Application = application,
            Link = new FlowLayer("ETHERNET", $"02:00:00:00:{host >> 8:x2}:{host & 255:x2}", "02:00:00:00:ff:01"),
            Network = new FlowLayer("IPV4", $"10.0.{host >> 8}.{host & 255}", $"10.1.0.{server}"),
            Transport = new FlowTransport(protocol, 32_768 + (int)(bits >> 44 & 0x7FFF), application == "DNS" ? 53 : 443),
            Metric = metric,
            LastUpdateMetric = metric,
            Start = start,
            Last = last,
            FinishType = kind < 66 ? FlowFinishType.TcpFin : FlowFinishType.Timeout,
        };
    }

    private static string Id(ulong bits) => bits.ToString("x16", CultureInfo.InvariantCulture);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
