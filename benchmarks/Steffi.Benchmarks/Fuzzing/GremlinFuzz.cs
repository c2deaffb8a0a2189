using System.Diagnostics;
using System.Globalization;
using Steffi.Gremlin;

namespace Steffi.Fuzzing;

/// <summary><c>./steffi bench fuzz-gremlin 10000000 [SEED]</c>: as many damaged queries through the parsers of both dialects, on all cores.
/// Anything but a query or a QueryException is printed with its seed, and ends the run.</summary>
internal static class GremlinFuzz
{
    public static int Run(long count, int seed)
    {
        var clock = Stopwatch.StartNew();
        long done = 0, refused = 0, failed = 0;
        // A batch a seed: a failure comes again with its batch alone.
        const int batch = 10_000;
        Parallel.For(0L, (count + batch - 1) / batch, (number, state) =>
        {
            var random = new Random(unchecked(seed + (int)number));
            for (var i = 0; i < batch && !state.IsStopped; i++)
            {
                var isTinkerPop = i % 2 == 0;
                var text = (isTinkerPop ? DamagedQueries.TinkerPop : DamagedQueries.Skydive).Next(random);
                try
                {
                    GremlinQuery.Parse(text, isTinkerPop ? GremlinDialect.TinkerPop : GremlinDialect.Skydive);
                }
                catch (QueryException)
                {
                    Interlocked.Increment(ref refused);
                }
                catch (Exception e)
                {
                    Interlocked.Increment(ref failed);
                    Console.Error.WriteLine($"seed {unchecked(seed + (int)number)}, text {i}: {text}\n{e}");
                    state.Stop();
                }
            }

            if (Interlocked.Add(ref done, batch) % 1_000_000 == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} after {clock.Elapsed.TotalSeconds:F0} s"));
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} texts, {refused:N0} refused, {failed} failed, {clock.Elapsed.TotalSeconds:F0} s (seed {seed})"));
        return failed == 0 ? 0 : 1;
    }
}
