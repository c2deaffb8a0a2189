namespace Steffi.Analyzer.Tests;

/// The program under test.
internal static class Cli
{
    public static Task<Finished> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    public static async Task<Finished> RunAsync(string[] arguments, string? input, string? folder = null)
    {
        await using var running = Running.Start(Repository.Host, arguments, input, folder);
        return await running.EndAsync();
    }
}
