using System.Text.Json;

namespace Steffi.Analyzer.Tests;

/// A program that has ended.
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// Standard output as one JSON value; fails with all of both outputs when it is none, or when the program failed.
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return JsonDocument.Parse(Output).RootElement;
    }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Finished Expect(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode} instead of {exitCode}\n{Output}\n{Error}");
        return this;
    }
}
