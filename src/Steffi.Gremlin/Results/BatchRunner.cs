using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>
/// Answers queries line by line, for scripts and editors. A line is a query or {"Query": "…", "Parameters": {…}}; the answer is
/// one JSON object on one line: {"Query", "Result": […]} or {"Query", "Error": {"Kind": "parse" | "run", "Message", "Line",
/// "Column"}}. Result is always a list: a number is [4], a path {"Path": [nodes]}, a graph {"Nodes", "Edges"}.
/// </summary>
/// <remarks>Each query reads the graph as it is then. Not thread-safe; make one a conversation.</remarks>
public sealed class BatchRunner
{
    private readonly Func<GraphView> _view;
    private readonly QueryOptions _options;
    private readonly ArrayBufferWriter<byte> _answer = new();

    /// <summary>Answers from a live graph.</summary>
    /// <param name="graph">Its live view is read anew for each query.</param>
    /// <param name="options">For every query. Limits that a query exceeds are errors of kind run.</param>
    public BatchRunner(Graph graph, QueryOptions? options = null) : this(() => graph.Live, options)
    {
    }

    /// <summary>Answers from views of the caller's choice, as one of the past.</summary>
    /// <param name="view">Called once a query.</param>
    /// <param name="options">For every query.</param>
    public BatchRunner(Func<GraphView> view, QueryOptions? options = null)
    {
        _view = view;
        _options = options ?? QueryOptions.Default;
    }

    /// <summary>Answers every line until the input ends. Empty lines are skipped.</summary>
    /// <param name="input">Queries.</param>
    /// <param name="output">Answers, each flushed before the next query is read.</param>
    /// <param name="cancel">Ends the conversation, also within a query.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public async Task RunAsync(TextReader input, TextWriter output, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        while (await input.ReadLineAsync(cancel) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            await output.WriteLineAsync(Answer(line, cancel).AsMemory(), cancel);
            await output.FlushAsync(cancel);
        }
    }

    /// <summary>Answers one line.</summary>
    /// <param name="line">A query or a JSON object with one.</param>
    /// <param name="cancel">Looked at every 1,024 elements.</param>
    /// <returns>One JSON object without line breaks.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public string Answer(string line, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(line);
        var request = BatchRequest.Read(line);
        _answer.ResetWrittenCount();
        try
        {
            if (request.Refusal is { } refusal) throw new QuerySyntaxException(refusal, 1, 1, line, "a query");
            var result = GremlinQuery.Parse(request.Query, _options.Dialect).Run(_view(), request.Parameters, _options, cancel);
            using var writer = Start(request.Query);
            writer.WriteStartArray("Result");
            result.WriteRows(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        catch (QueryException e)
        {
            // What a row may have written before its error is dropped.
            _answer.ResetWrittenCount();
            using var writer = Start(request.Query);
            WriteError(writer, e);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_answer.WrittenSpan);
    }

    private Utf8JsonWriter Start(string query)
    {
        var writer = new Utf8JsonWriter(_answer, new JsonWriterOptions { Encoder = GraphJson.Encoder });
        writer.WriteStartObject();
        writer.WriteString("Query"u8, ValidUtf8(query));
        return writer;
    }

    /// <summary>Half a surrogate pair has no UTF-8; the writer would throw on it.</summary>
    private static byte[] ValidUtf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void WriteError(Utf8JsonWriter writer, QueryException error)
    {
        writer.WriteStartObject("Error");
        writer.WriteString("Kind", error is QuerySyntaxException ? "parse" : "run");
        writer.WriteString("Message"u8, ValidUtf8(error.Reason));
        writer.WriteNumber("Line", error.Line);
        writer.WriteNumber("Column", error.Column);
        writer.WriteEndObject();
    }
}

/// <summary>One line of a batch. A query starts with G, so a line that starts with a brace is an object.</summary>
internal sealed record BatchRequest(string Query, QueryParameters? Parameters = null, string? Refusal = null)
{
    public static BatchRequest Read(string line)
    {
        var text = line.AsSpan().TrimStart(" \t\uFEFF");
        if (!text.StartsWith("{")) return new BatchRequest(line.TrimStart('\uFEFF'));
        try
        {
            using var json = JsonDocument.Parse(text.ToString());
            if (!json.RootElement.TryGetProperty("Query", out var query) || query.ValueKind != JsonValueKind.String)
                return new BatchRequest(line, Refusal: "An object with a string \"Query\" is expected");
            return new BatchRequest(query.GetString()!, ReadParameters(json.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BatchRequest(line, Refusal: $"The line is no JSON object: {e.Message}");
        }
    }

    private static QueryParameters? ReadParameters(JsonElement request)
    {
        if (!request.TryGetProperty("Parameters", out var map) || map.ValueKind != JsonValueKind.Object) return null;
        var parameters = new QueryParameters();
        foreach (var parameter in map.EnumerateObject()) parameters[parameter.Name] = MetadataValue.FromJson(parameter.Value);
        return parameters;
    }
}
