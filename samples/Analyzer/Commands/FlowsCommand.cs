using System.CommandLine;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary><c>steffi flows</c>: the flows of a host's captures, now, as of a time, or as they come.</summary>
internal static class FlowsCommand
{
    public static Command Make()
    {
        var at = CommonOptions.At();
        var output = CommonOptions.Output(OutputFormat.Table, OutputFormat.Jsonl, OutputFormat.Json);
        var server = CommonOptions.Server();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with every flow that is new, updated or ended, until Ctrl-C." };
        var command = new Command("flows", "Show the flows of the host's captures, the latest last. Ask for some of them with './steffi query \"G.Flows().Has(…)\"'.") { at, follow, output, server };
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && result.GetResult(at) is not null)
                result.AddError("--follow follows the present: leave --at out");
            if (result.GetValue(follow) && result.GetValue(output) == OutputFormat.Json)
                result.AddError("--follow prints lines: --output table or jsonl");
        });
        command.SetAction((parsed, cancel) =>
        {
            var format = parsed.GetValue(output) ?? OutputFormat.Table;
            var source = CommonOptions.ServerOf(parsed, server);
            return parsed.GetValue(follow) ? FollowAsync(source, format, cancel) : ShowAsync(source, parsed.GetValue(at), format, cancel);
        });
        return command;
    }

    private static async Task<int> ShowAsync(ServerSource source, AsOf? at, OutputFormat format, CancellationToken cancel)
    {
        using var owned = source;
        const string query = "G.Flows().Sort('Last')";
        try
        {
            using var result = await source.AskAsync(new Question(at?.PutInto(query) ?? query), cancel);
            ResultPrinter.Print(result.RootElement, format);
            return 0;
        }
        catch (QueryFailedException e)
        {
            Console.Error.WriteLine($"steffi: {e.Failure.Message}");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> FollowAsync(ServerSource source, OutputFormat format, CancellationToken cancel)
    {
        using var shutdown = new Shutdown();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, shutdown.Requested);
        using var owned = source;
        try
        {
            await foreach (var line in source.FollowFlowsAsync(stop.Token))
                Console.WriteLine(format == OutputFormat.Jsonl ? line : LineOf(line));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        return 0;
    }

    private static string LineOf(string json)
    {
        using var flow = JsonDocument.Parse(json);
        return FlowColumns.Line(flow.RootElement);
    }
}
