using System.Diagnostics;
using Steffi.Fuzzing;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Traversals with random damage: nothing but a QueryException may come out, and nothing may hang.</summary>
public class FuzzTests
{
    [Fact]
    public void Damaged_traversals_give_a_result_or_a_QueryException()
    {
        using var graph = Graphs.Many(30);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var options = Traversals.Options with { Timeout = TimeSpan.FromSeconds(5), MaxElements = 20_000 };
        var clock = Stopwatch.StartNew();
        var ran = 0;
        for (var round = 0; clock.ElapsedMilliseconds < 2000; round++)
        {
            var text = DamagedQueries.TinkerPop.Next(random);
            try
            {
                graph.Query(text, options: options).ToJson();
                ran++;
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

        Assert.True(ran > 10, "the damage leaves nothing to run");
    }
}
