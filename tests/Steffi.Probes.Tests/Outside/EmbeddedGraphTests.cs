using System.Diagnostics;
using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>samples/EmbeddedGraph, as its README says to run it.</summary>
public sealed class EmbeddedGraphTests
{
    [Fact]
    public async Task Prints_what_the_probe_finds_and_answers_now_and_as_of_a_minute_ago()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("needs Linux: the sample loads the netlink plugin");
        var cancel = TestContext.Current.CancellationToken;
        var program = Path.Combine(AppContext.BaseDirectory, "samples", "EmbeddedGraph", "EmbeddedGraph.dll");
        using var sample = Process.Start(new ProcessStartInfo("dotnet", [program, "G.V().Has('Name','lo').Values('Name')"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await ReadTo(sample, " lo ", cancel);
            await sample.StandardInput.WriteLineAsync();
            Assert.Equal("now:          [\"lo\"]", await ReadTo(sample, "now:", cancel));
            // The graph is younger than a minute: Skydive's answer to values of nothing is null.
            Assert.Equal("a minute ago: null", await ReadTo(sample, "a minute ago:", cancel));
            sample.StandardInput.Close();
            await sample.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(20), cancel);
            Assert.Equal(0, sample.ExitCode);
        }
        finally
        {
            if (!sample.HasExited)
                sample.Kill();
        }
    }

    private static async Task<string> ReadTo(Process sample, string part, CancellationToken cancel)
    {
        while (await sample.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), cancel) is { } line)
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException($"The sample ended without a line with '{part}'");
    }
}
