using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary><c>steffi query</c>: one query, or one a line, to a host or to a saved topology.</summary>
internal static class QueryCommand
{
    public static Command Make()
    {
        var query = CommonOptions.Query();
        query.Arity = ArgumentArity.ZeroOrOne;
        var at = CommonOptions.At();
        var output = CommonOptions.Output(OutputFormat.Json, OutputFormat.Jsonl, OutputFormat.Table);
        var server = CommonOptions.Server();
        var graph = new Option<FileInfo?>("--graph")
        {
            Description = "Ask this saved topology (Skydive's export) instead of a host. '-' reads it from standard input.",
            HelpName = "FILE",
        };
        var batch = new Option<bool>("--batch")
        {
            Description = "Read one query a line (or {\"Query\": \"…\"}) from standard input; write one JSON object a line: {\"Query\", \"Result\"} or {\"Query\", \"Error\"}.",
        };
        var command = new Command("query", "Ask the graph a Gremlin query, now or as of a time.") { query, at, output, graph, batch, server };
        command.Validators.Add(result =>
        {
            bool hasQuery = result.GetResult(query) is { Tokens.Count: > 0 };
            if (result.GetValue(batch) == hasQuery)
                result.AddError(hasQuery ? "--batch reads the queries from standard input: leave QUERY out" : "Required argument missing for command: 'query': QUERY, or --batch.");
            if (result.GetValue(batch) && result.GetValue(graph) is { Name: "-" })
                result.AddError("--batch and --graph - would both read standard input");
        });
        command.SetAction((parsed, cancel) =>
        {
            var file = parsed.GetValue(graph);
            return parsed.GetValue(batch)
                ? BatchAsync(parsed.GetValue(at), file, parsed.GetValue(server)!, cancel)
                : AskAsync(parsed.GetValue(query)!, parsed.GetValue(at), parsed.GetValue(output), file, parsed.GetValue(server)!, cancel);
        });
        return command;
    }

    private static async Task<int> AskAsync(string query, AsOf? at, OutputFormat format, FileInfo? file, Uri server, CancellationToken cancel)
    {
        using var source = SourceOf(file, server);
        try
        {
            using var result = await source.AskAsync(at?.PutInto(query) ?? query, cancel);
            ResultPrinter.Print(result.RootElement, format);
            return 0;
        }
        catch (QueryFailedException e)
        {
            (at?.TakeOutOf(e.Failure, query) ?? e.Failure).WriteTo(Console.Error, query);
            return 1;
        }
    }

    private static async Task<int> BatchAsync(AsOf? at, FileInfo? file, Uri server, CancellationToken cancel)
    {
        using var source = SourceOf(file, server);
        await Batch.RunAsync(source, at, Console.In, cancel);
        return 0;
    }

    private static QuerySource SourceOf(FileInfo? file, Uri server) => file is null ? new ServerSource(server) : OfflineSource.Load(file);
}
