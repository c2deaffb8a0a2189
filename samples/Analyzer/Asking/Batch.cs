using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Many queries, one a line, for scripts and editors.</summary>
internal static class Batch
{
    /// <summary>Answers each line at once, so that a program can hold a dialogue. Empty lines are skipped.</summary>
    /// <param name="source">Asked one query at a time.</param>
    /// <param name="at">Put into each query; null leaves them alone.</param>
    /// <param name="input">A query a line, or <c>{"Query": "…"}</c>.</param>
    /// <param name="cancel">Checked before each line.</param>
    public static async Task RunAsync(QuerySource source, AsOf? at, TextReader input, CancellationToken cancel)
    {
        await using var output = Console.OpenStandardOutput();
        while (await input.ReadLineAsync(cancel) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var answer = await AnswerAsync(source, at, line.Trim(), cancel);
            await output.WriteAsync(answer, cancel);
            await output.WriteAsync("\n"u8.ToArray(), cancel);
            await output.FlushAsync(cancel);
        }
    }

    private static async Task<byte[]> AnswerAsync(QuerySource source, AsOf? at, string line, CancellationToken cancel)
    {
        var query = line;
        try
        {
            query = QueryOf(line);
            using var result = await source.AskAsync(at?.PutInto(query) ?? query, cancel);
            return JsonText.Bytes(writer => WriteAnswer(writer, query, "Result", () => result.RootElement.WriteTo(writer)));
        }
        catch (QueryFailedException e)
        {
            var failure = at?.TakeOutOf(e.Failure, query) ?? e.Failure;
            return JsonText.Bytes(writer => WriteAnswer(writer, query, "Error", () => failure.WriteTo(writer)));
        }
    }

    private static string QueryOf(string line)
    {
        if (!line.StartsWith('{'))
            return line;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("Query", out var query) && query.ValueKind == JsonValueKind.String)
                return query.GetString()!;
        }
        catch (JsonException e)
        {
            throw new QueryFailedException(new(QueryFailure.Parse, $"The line is no JSON: {e.Message}", 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
        throw new QueryFailedException(new(QueryFailure.Parse, "The line has no \"Query\" of type string", 1, 1));
    }

    private static void WriteAnswer(Utf8JsonWriter writer, string query, string member, Action body)
    {
        writer.WriteStartObject();
        writer.WriteString("Query", query);
        writer.WritePropertyName(member);
        body();
        writer.WriteEndObject();
    }
}
