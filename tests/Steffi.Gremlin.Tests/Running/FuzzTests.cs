using System.Diagnostics;
using Steffi.Fuzzing;

namespace Steffi.Gremlin.Tests;

/// <summary>Queries with random damage: nothing but a QueryException may come out, and nothing may hang.</summary>
public class FuzzTests
{
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
            var text = DamagedQueries.Skydive.Next(random);
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
            var line = i % 2 == 0 ? DamagedQueries.Skydive.Next(random) : "{\"Query\": \"" + DamagedQueries.Skydive.Next(random) + "\"}";
            var answer = runner.Answer(line);
            Assert.DoesNotContain('\n', answer);
            using var json = System.Text.Json.JsonDocument.Parse(answer);
            Assert.True(json.RootElement.TryGetProperty("Result", out _) || json.RootElement.TryGetProperty("Error", out _));
        }
    }
}
