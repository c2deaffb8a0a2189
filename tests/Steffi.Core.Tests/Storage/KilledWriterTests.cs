using System.Diagnostics;

namespace Steffi.Core.Tests;

public sealed class KilledWriterTests
{
    [Fact]
    public async Task Every_acknowledged_transaction_survives_fifty_kills_at_random_moments()
    {
        string directory = Directory.CreateTempSubdirectory("steffi-killed-").FullName;
        try
        {
            var random = new Random();
            long acknowledged = 0;
            // More than fifty on a machine so busy that most kills come before the writing.
            for (int round = 0; round < 50 || (round < 150 && acknowledged <= 1000); round++)
            {
                acknowledged = Math.Max(acknowledged, await WriteUntilKilled(directory, random.Next(0, 120)));
                Check(directory, acknowledged);
            }
            Assert.True(acknowledged > 1000, $"Only {acknowledged} transactions in all rounds: the kills came before the writing.");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<long> WriteUntilKilled(string directory, int milliseconds)
    {
        using var writer = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "StoreWriter"), [directory])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("start", await writer.StandardOutput.ReadLineAsync());
            var output = writer.StandardOutput.ReadToEndAsync();
            await Task.Delay(milliseconds);
            writer.Kill();
            // A last line without its end may be cut short.
            string text = await output;
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).LastOrDefault();
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }

    private static void Check(string directory, long acknowledged)
    {
        using var graph = new Graph(new GraphOptions { Store = RocksDbStore.Open(directory) });
        var view = graph.Live;
        if (!view.TryGetNode("counter", out var counter))
        {
            Assert.Equal(0, acknowledged);
            return;
        }
        long last = counter["N"].AsInt();
        Assert.True(last >= acknowledged, $"Transaction {acknowledged} was acknowledged, the store ends at {last}.");
        // Each transaction is there whole: its node, its edge, its deletion.
        var expected = Enumerable.Range(0, 10).Select(i => last - i).Where(n => n > 0).ToArray();
        Assert.Equal(expected.Select(n => $"n{n}").Append("counter").Order(), view.Nodes.Select(n => n.Id.ToString()).Order());
        Assert.Equal(expected.Where(n => n > 1 && n > last - 9).Select(n => $"e{n}").Order(), view.Edges.Select(e => e.Id.ToString()).Order());
        // A writer that stood still before it forgot has forgotten this one too.
        if (last > 1 && counter.UpdatedAt > graph.OldestInstant)
        {
            var before = graph.At(counter.UpdatedAt.AddTicks(-1));
            Assert.True(before.TryGetNode("counter", out counter));
            Assert.Equal(last - 1, counter["N"].AsInt());
        }
    }
}
