using System.CommandLine;
using Steffi.Gremlin;
using Steffi.Netlink;

namespace Steffi.Analyzer;

/// <summary><c>steffi check</c>: does the graph say what the kernel says.</summary>
internal static class CheckCommand
{
    /// <summary>A change between the two answers is no difference: it is gone when both are asked again, though others may have come.</summary>
    private const int Rounds = 4;

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(500);

    public static Command Make()
    {
        var server = CommonOptions.Server();
        var command = new Command("check", "Compare the host's graph with the kernel's own answer (ip -d -j link) in every network namespace of this machine; exit code 1 when they differ.") { server };
        command.SetAction((parsed, cancel) => RunAsync(CommonOptions.ServerOf(parsed, server), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ServerSource source, CancellationToken cancel)
    {
        using var owned = source;
        try
        {
            var result = await CompareAsync(source, cancel);
            var lasting = result.Differences.ToList();
            for (int round = 1; round < Rounds && lasting.Count > 0; round++)
            {
                await Task.Delay(BetweenRounds, cancel);
                result = await CompareAsync(source, cancel);
                lasting = [.. lasting.Intersect(result.Differences)];
            }
            foreach (var difference in lasting)
                Console.WriteLine(difference);
            Console.WriteLine($"{result.Interfaces} interfaces in {result.Namespaces} network namespaces: "
                + (lasting.Count == 0 ? "the graph says what the kernel says" : lasting.Count == 1 ? "1 difference" : $"{lasting.Count} differences"));
            return lasting.Count == 0 ? 0 : ExitCode.Failed;
        }
        catch (InvalidOperationException e)
        {
            throw new CommandException(e.Message);
        }
    }

    private static async Task<KernelComparisonResult> CompareAsync(ServerSource source, CancellationToken cancel)
    {
        using var export = new MemoryStream();
        await source.CopyAsync("G", export, cancel);
        export.Position = 0;
        using var graph = TopologyFile.Load(export, cancel: cancel);
        return await KernelComparison.RunAsync(graph.Live, cancel);
    }
}
