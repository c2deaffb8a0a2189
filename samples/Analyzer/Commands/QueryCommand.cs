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
        var explain = new Option<bool>("--explain") { Description = "Show the query's plan with its estimated rows and cost; it does not run." };
        var profile = new Option<bool>("--profile") { Description = "Run the query and show the rows and the time (in microseconds) of each step in place of its result." };
        var dialect = CommonOptions.Dialect();
        var command = new Command("query", "Ask the graph a Gremlin query, now or as of a time.") { query, at, dialect, output, graph, batch, explain, profile, server };
        command.Validators.Add(result =>
        {
            bool hasQuery = result.GetResult(query) is { Tokens.Count: > 0 };
            if (result.GetValue(batch) == hasQuery)
                result.AddError(hasQuery ? "--batch reads the queries from standard input: leave QUERY out" : "Required argument missing for command: 'query': QUERY, or --batch.");
            if (hasQuery && string.IsNullOrWhiteSpace(result.GetValue(query)))
                result.AddError("QUERY is empty");
            if (result.GetValue(batch) && result.GetResult(at) is not null)
                result.AddError("--at does not go with --batch: write G.At(…) in the queries");
            if ((result.GetValue(explain) ? 1 : 0) + (result.GetValue(profile) ? 1 : 0) + (result.GetValue(batch) ? 1 : 0) > 1)
                result.AddError("--explain, --profile and --batch exclude each other: end a query of a batch with .Explain() or .Profile()");
            if (result.GetValue(batch) && result.GetValue(graph) is { Name: "-" })
                result.AddError("--batch and --graph - would both read standard input");
        });
        command.SetAction((parsed, cancel) =>
        {
            QuerySource source = parsed.GetValue(graph) is { } file ? OfflineSource.Load(file) : CommonOptions.ServerOf(parsed, server);
            string report = parsed.GetValue(explain) ? ".explain()" : parsed.GetValue(profile) ? ".profile()" : "";
            var format = parsed.GetValue(output) ?? (report.Length > 0 ? OutputFormat.Table : OutputFormat.Json);
            return parsed.GetValue(batch)
                ? BatchAsync(source, parsed.GetValue(dialect), cancel)
                : AskAsync(source, new Question(parsed.GetValue(query)! + report, parsed.GetValue(dialect)), parsed.GetValue(at), format, cancel);
        });
        return command;
    }

    private static async Task<int> AskAsync(QuerySource source, Question question, AsOf? at, OutputFormat format, CancellationToken cancel)
    {
        using var owned = source;
        var query = question.Text;
        try
        {
            var asked = question.Language == QueryLanguage.TinkerPop ? question with { At = at?.ToInstant() } : question with { Text = at?.PutInto(query) ?? query };
            using var result = await source.AskAsync(asked, cancel);
            ResultPrinter.Print(result.RootElement, format);
            return 0;
        }
        catch (QueryFailedException e)
        {
            (question.Language == QueryLanguage.Skydive && at is not null ? at.TakeOutOf(e.Failure, query) : e.Failure).WriteTo(Console.Error, query);
            return 1;
        }
    }

    private static async Task<int> BatchAsync(QuerySource source, QueryLanguage language, CancellationToken cancel)
    {
        using var owned = source;
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = new StreamWriter(new StandardOutput()) { NewLine = "\n" };
        while (await input.ReadLineAsync(cancel) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            await output.WriteLineAsync(await source.AnswerLineAsync(line, language, cancel));
            // Each answer at once: a program may wait for it before it asks on.
            await output.FlushAsync(cancel);
        }
        return 0;
    }
}
