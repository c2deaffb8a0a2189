using System.Diagnostics;
using System.Globalization;

namespace Steffi.Flows.Tests;

/// <summary>A process that writes to a history is killed with SIGKILL, again and again.</summary>
public sealed class KilledHistoryTests
{
    [Fact]
    public async Task Every_flow_that_was_said_to_be_kept_is_there_whole_after_each_of_ten_kills()
    {
        string directory = Directory.CreateTempSubdirectory("steffi-killed-").FullName;
        try
        {
            var random = new Random();
            long acknowledged = 0, newest = 0;
            for (int round = 0; round < 10 || (round < 30 && acknowledged == 0); round++)
            {
                acknowledged = Math.Max(acknowledged, await WriteUntilKilled(directory, newest + 1, random.Next(0, 150)));
                newest = await Check(directory, acknowledged, newest);
            }

            Assert.True(acknowledged > 0, "All kills came before the writing.");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<long> WriteUntilKilled(string directory, long next, int milliseconds)
    {
        using var writer = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "FlowWriter"), [directory, next.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("start", await writer.StandardOutput.ReadLineAsync());
            var output = writer.StandardOutput.ReadToEndAsync();
            await Task.Delay(milliseconds);
            writer.Kill();
            // A last line without its end may be cut short.
            string text = await output;
            return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => long.Parse(line, CultureInfo.InvariantCulture)).LastOrDefault();
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }

    /// <summary>Looks at everything; returns the newest flow that is there.</summary>
    private static async Task<long> Check(string directory, long acknowledged, long newest)
    {
        await using var history = new FlowHistory(RocksDbFlowStore.Open(directory), new FlowHistoryOptions { Retention = TimeSpan.FromSeconds(168) });
        var flows = history.Find(FlowLookup.All, 0, 5000).ToDictionary(flow => long.Parse(flow.UUID, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        for (long n = newest + 1; n <= acknowledged; n++) Assert.Equal(15, flows[n].Metric.ABBytes);
        Assert.Equal(newest, flows.Keys.Count(n => n <= newest));

        // What was written and not acknowledged is whole too: a row with its terms, its words and its metrics.
        var metrics = history.ReadMetrics(FlowLookup.All, null, 0, 5000).GroupBy(point => point.UUID).ToDictionary(flow => flow.Key, flow => flow.Sum(point => point.Metric.ABBytes));
        foreach (var (n, flow) in flows)
        {
            Assert.Equal($"APP{n % 100}", flow.Application);
            Assert.Equal(flow.Metric.ABBytes, metrics[flow.UUID]);
            if (n > flows.Count - 100) Assert.Equal(flow, Assert.Single(history.Find(new FlowLookup([[new(FlowField.TrackingID, flow.TrackingID)]]), 0, 5000)));
        }

        return flows.Keys.DefaultIfEmpty().Max();
    }
}
