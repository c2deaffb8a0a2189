using System.Text;
using Steffi.Gremlin;

namespace Steffi.Flows.Tests;

/// <summary>Random questions about random flows: what an index finds, live and in the past, is what looking at all flows finds.</summary>
public class RandomFlowQueryTests
{
    private static readonly Graph Nodes = Asking.Nodes(("TID", "5f8b0-tid"), ("TID", "5f8b1-tid"), ("TID", "5f8b2-tid"));

    [Fact]
    public async Task What_is_looked_up_is_what_looking_at_every_flow_finds()
    {
        int found = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var source = new RandomFlows(seed);
            var lives = Enumerable.Range(0, 50).Select(_ => source.Life()).ToArray();
            Flow[] now = [.. lives.Select(life => life[^1] with { FinishType = FlowFinishType.NotFinished })];
            await using var history = new FlowHistory(new MemoryFlowStore());
            foreach (var report in lives.SelectMany(life => life).OrderBy(report => report.Last)) history.Add(report);
            await history.FlushAsync(TestContext.Current.CancellationToken);
            var real = Asking.With(new AskedFlows(now), history);
            var questions = new Questions(new Random(seed), now);
            for (int i = 0; i < 25; i++)
            {
                string question = questions.Next();
                string all = Ask("G" + question, Asking.With(new Everything(now)));
                Assert.Equal((seed, question, all), (seed, question, Ask("G" + question, real)));
                if (all.Length > 2) found++;

                string slice = questions.Slice();
                if (question.StartsWith(".V", StringComparison.Ordinal)) continue;
                var then = ((FlowRows)Nodes.Query($"G{slice}.Flows()", options: real).CustomRows!).Flows;
                all = Ask("G" + question, Asking.With(new Everything(then)));
                Assert.Equal((seed, slice, question, all), (seed, slice, question, Ask($"G{slice}{question}", real)));
            }
        }

        Assert.True(found > 300, $"Only {found} questions found anything.");
    }

    [Fact]
    public async Task The_metrics_of_a_slice_are_the_periods_of_the_flows_found_in_it()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var source = new RandomFlows(seed);
            var lives = Enumerable.Range(0, 50).Select(_ => source.Life()).ToArray();
            await using var history = new FlowHistory(new MemoryFlowStore());
            foreach (var report in lives.SelectMany(life => life).OrderBy(report => report.Last)) history.Add(report);
            await history.FlushAsync(TestContext.Current.CancellationToken);
            var options = Asking.With(new LiveFlows(), history);
            var questions = new Questions(new Random(seed), [.. lives.Select(life => life[^1])]);
            for (int i = 0; i < 20; i++)
            {
                string asked = $"G{questions.Slice(out long from, out long last)}.Flows(){questions.Steps()}";
                var uuids = Nodes.Query(asked, options: options).UUIDs().ToHashSet();
                long sum = lives.SelectMany(life => life).Where(report => uuids.Contains(report.UUID)).Select(report => report.LastUpdateMetric!.Value)
                    .Where(period => period.Start >= from && period.Last <= last).Sum(period => period.ABBytes);
                Assert.Equal((seed, asked, sum), (seed, asked, Nodes.Query($"{asked}.Metrics().Sum('ABBytes')", options: options).Value.AsInt()));
            }
        }
    }

    private static string Ask(string query, QueryOptions options)
    {
        var result = Nodes.Query(query, options: options);
        return result.CustomRows is FlowRows ? string.Join(' ', result.UUIDs()) : result.ToJson();
    }

    private sealed class Everything(IReadOnlyList<Flow> flows) : ILiveFlows
    {
        public IEnumerable<Flow> Find(FlowLookup lookup) => flows;
    }

    private sealed class Questions(Random random, Flow[] flows)
    {
        private static readonly (string Key, Func<Flow, object> Read)[] Keys =
        [
            ("UUID", flow => flow.UUID), ("TrackingID", flow => flow.TrackingID), ("L3TrackingID", flow => flow.L3TrackingID), ("ParentUUID", flow => flow.ParentUUID ?? ""),
            ("NodeTID", flow => flow.NodeTID ?? ""), ("CaptureID", flow => flow.CaptureID ?? ""), ("Application", flow => flow.Application),
            ("Network", flow => flow.Network?.A ?? ""), ("Network.A", flow => flow.Network?.A ?? ""), ("Network.B", flow => flow.Network?.B ?? ""),
            ("Link", flow => flow.Link?.B ?? ""), ("Link.A", flow => flow.Link?.A ?? ""), ("Transport", flow => flow.Transport?.A ?? 0), ("Transport.B", flow => flow.Transport?.B ?? 0),
            ("LayersPath", flow => flow.LayersPath), ("Metric.ABBytes", flow => flow.Metric.ABBytes), ("TLS.SNI", _ => "host3.example"), ("TLS.ALPN", _ => "h2"),
            ("ICMP.ID", flow => flow.ICMP?.ID ?? 0), ("FinishType", _ => "NOT_FINISHED"), ("ApplicationBy", _ => "dissector"), ("nope", _ => "x"),
        ];

        public string Next() =>
            $"{(random.Next(5) == 0 ? $".V().Has('Name', Within('n{random.Next(3)}', 'n{random.Next(3)}'))" : "")}.Flows({(random.Next(3) == 0 ? Pair() : "")}){Steps()}"
            + Of("", "", "", ".Count()", ".Values('UUID')", ".Sum('Metric.ABBytes')", ".Group('Application').Count()");

        public string Slice() => Slice(out _, out _);

        public string Slice(out long from, out long last)
        {
            last = RandomFlows.Origin + random.Next(3_900_000);
            long seconds = random.Next(2) * random.Next(3000);
            from = last - 1000 * seconds;
            return seconds == 0 ? $".At({last})" : $".At({last}, {seconds})";
        }

        public string Steps()
        {
            var text = new StringBuilder();
            for (int left = random.Next(4); left > 0; left--)
            {
                text.Append(random.Next(8) switch
                {
                    0 or 1 or 2 => $".Has({Pair()})",
                    3 => $".Has({Pair()}, {Pair()})",
                    4 => $".HasEither({Pair()}, {Pair()})",
                    5 => $".Sort({Of("", "'Metric.ABBytes'", "DESC, 'Start'", "'Application'", "ASC, 'TLS.SNI'")})",
                    6 => $".Dedup({Of("", "'Application'", "'Network.A'", "'nope'", "'NodeTID', 'Application'")})",
                    _ => Of($".Limit({random.Next(8)})", $".Range({random.Next(4)}, {random.Next(9)})", ".HasKey('TLS')", ".HasNot('ICMP')"),
                });
            }

            return text.ToString();
        }

        private string Pair()
        {
            var (key, read) = Keys[random.Next(Keys.Length)];
            string Literal() => random.Next(8) == 0 ? Of("''", "'x'", "443", "'443'", "true", "53.0", "0")
                : read(flows[random.Next(flows.Length)]) is string text ? $"'{text}'" : $"{read(flows[random.Next(flows.Length)])}";
            return $"'{key}', " + random.Next(12) switch
            {
                0 => $"Ne({Literal()})",
                1 => $"Nee({Literal()})",
                2 or 3 => $"Within({Literal()}, {Literal()}, {Literal()})",
                4 => $"Without({Literal()}, {Literal()})",
                5 => $"Regex('{Of(".*", "5f8b.*", "10\\.0\\.1.*", "T.*")}')",
                6 => $"{Of("Gt", "Lt", "Gte", "Lte")}({Of("443", "80", "1000", "0")})",
                7 => Of("Within()", "Without()", "Between(53, 443)", "Outside(53, 443)", "IPV4Range('10.0.1.0/24')", "IPV6Range('2001:db8::/124')"),
                _ => Literal(),
            };
        }

        private string Of(params string[] all) => all[random.Next(all.Length)];
    }
}
