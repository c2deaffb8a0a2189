using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary><c>steffi watch</c>: what changes among a query's elements, as it changes.</summary>
internal static class WatchCommand
{
    public static Command Make()
    {
        var query = CommonOptions.Query();
        var output = CommonOptions.Output(OutputFormat.Jsonl, OutputFormat.Table);
        var server = CommonOptions.Server();
        var command = new Command("watch",
            "Stream a query's result as it changes, until Ctrl-C: first what is there, as Added, then what is Added, Updated and Deleted.")
            { query, output, server };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(query)!, parsed.GetValue(output) ?? OutputFormat.Jsonl, CommonOptions.ServerOf(parsed, server), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string query, OutputFormat format, ServerSource source, CancellationToken cancel)
    {
        using var shutdown = new Shutdown();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, shutdown.Requested);
        using var owned = source;
        try
        {
            await foreach (var line in source.WatchAsync(query, stop.Token))
                if (format == OutputFormat.Jsonl)
                    Console.WriteLine(line);
                else
                    ChangeLines.Print(line);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (QueryFailedException e)
        {
            e.Failure.WriteTo(Console.Error, query);
            return 1;
        }
    }
}
