using System.Diagnostics;

namespace Steffi.Gremlin.Tests;

/// <summary>Queries with random damage: nothing but a QueryException may come out, and nothing may hang.</summary>
public class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "G.V().Has('Name', Regex('.*x1[0-9]'), \"Rank\", Within(1, 2.5, 'a', true)).Out('Rank', Gt(-1)).Dedup().Limit(3)",
        "G.E().HasKey('RelationType').Has('Parent', 'id1').OutV().As('a').In().Select('a').Sort(DESC, 'Name').Range(1, 5)",
        "G.V('id0').ShortestPathTo(Metadata('Name', 'x9'), Metadata('RelationType', 'ownership')).SubGraph().V().Count()",
        "G.Context('-1m', FOREVER).V().Has('Half', Between(0x1, 1e3)).Values('Tags').Dedup()",
        "G.At(1700000000, 60).V().HasEither('Rank', Lt(2), 'Tags', 't1').ValueMap('Rank', '@ID').Has('Rank', Ne(1))",
        "G.V().Descendants('RelationType', 'ownership', 0).Keys()",
        "G.V().Neighbors(2).G.E().BothV().NextHop('10.0.0.1')",
        "G.V().Has('Name', IPV4Range('10.0.0.0/8'), 'Tags', IPV6Range('fe80::/10'), 'A', Outside(1, $p)).Sum('Rank')",
        "G.V().Flows().Metrics().Aggregates()",
    ];

    private const string Characters = "G.VE()'\"\\,$ \n0123456789-+exXabcUN[]{}^*\u00e9\ud83d";

    [Fact]
    public void Damaged_queries_give_a_result_or_a_QueryException()
    {
        using var graph = Graphs.Many(40, indexed: true);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var options = new QueryOptions { Timeout = TimeSpan.FromSeconds(5), MaxElements = 100_000 };
        var parameters = new QueryParameters { ["p"] = 5 };
        var clock = Stopwatch.StartNew();
        var parsed = 0;
        for (var round = 0; clock.ElapsedMilliseconds < 2000; round++)
        {
            var text = Damage(random);
            try
            {
                var result = graph.Query(text, parameters, options);
                result.ToJson();
                parsed++;
            }
            catch (QueryException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1, $"seed {seed}, round {round}: {text}");
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }

        Assert.True(parsed > 10, "the damage leaves nothing to run");
    }

    [Fact]
    public void Damaged_lines_of_a_batch_give_one_line_of_JSON_each()
    {
        using var graph = Graphs.Many(10);
        var random = new Random(7);
        var runner = new BatchRunner(graph, Fixtures.Offline);
        for (var i = 0; i < 500; i++)
        {
            var line = i % 2 == 0 ? Damage(random) : "{\"Query\": \"" + Damage(random) + "\"}";
            var answer = runner.Answer(line);
            Assert.DoesNotContain('\n', answer);
            using var json = System.Text.Json.JsonDocument.Parse(answer);
            Assert.True(json.RootElement.TryGetProperty("Result", out _) || json.RootElement.TryGetProperty("Error", out _));
        }
    }

    private static string Damage(Random random)
    {
        var text = Seeds[random.Next(Seeds.Length)];
        for (var blow = random.Next(4); blow > 0 && text.Length > 0; blow--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Characters[random.Next(Characters.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                3 => text[..at],
                _ => Splice(text, at, Seeds[random.Next(Seeds.Length)], random),
            };
        }

        return text;
    }

    /// <summary>A piece of another query between two of this one's steps.</summary>
    private static string Splice(string text, int at, string other, Random random)
    {
        var from = other.IndexOf('.', random.Next(other.Length));
        var cut = text.IndexOf('.', at);
        return from < 0 || cut < 0 ? text + other[Math.Max(0, from)..] : text[..cut] + other[from..];
    }
}
