using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>Asks a running host over its REST API.</summary>
internal sealed class ServerSource : QuerySource
{
    public const string DefaultAddress = "http://127.0.0.1:8082";

    private readonly HttpClient http;
    private readonly Uri server;

    public ServerSource(Uri server)
    {
        this.server = server;
        // A proxy from the environment would be asked even for this machine.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = !server.IsLoopback }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Takes <c>host:port</c> too.</summary>
    public static bool TryParseAddress(string text, out Uri address)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        if (!text.EndsWith('/'))
            text += "/";
        return Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme is "http" or "https";
    }

    public override async Task<JsonDocument> AskAsync(Question question, CancellationToken cancel)
    {
        using var response = await PostQueryAsync("api/topology", question, cancel);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return JsonDocument.Parse("null");
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancel);
    }

    public override async Task<string> AnswerLineAsync(string line, QueryLanguage language, CancellationToken cancel)
    {
        using var response = await PostAsync(language == QueryLanguage.Skydive ? "api/batch" : $"api/batch?dialect={language.ToString().ToLowerInvariant()}", Encoding.UTF8.GetBytes(line), "application/x-ndjson", cancel);
        return (await response.Content.ReadAsStringAsync(cancel)).TrimEnd();
    }

    /// <summary>Copies a query's reply as it comes.</summary>
    public async Task CopyAsync(string query, Stream into, CancellationToken cancel)
    {
        using var response = await PostQueryAsync("api/topology", new Question(query), cancel);
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        try
        {
            await body.CopyToAsync(into, cancel);
        }
        catch (IOException e) when (e is HttpIOException || e.InnerException is SocketException)
        {
            throw new CommandException($"the host on {server} ended its reply: {e.Message}");
        }
    }

    /// <summary>The lines of a watch, until the host ends it.</summary>
    public async IAsyncEnumerable<string> WatchAsync(
        string query, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await PostQueryAsync("api/watch", new Question(query), cancel);
        await foreach (var line in ReadLinesAsync(response, cancel))
            yield return line;
    }

    /// <summary>Flows as JSON lines, those that there are and every update, until the host ends it.</summary>
    public async IAsyncEnumerable<string> FollowFlowsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await SendAsync(HttpMethod.Get, "api/flows", null, cancel);
        await foreach (var line in ReadLinesAsync(response, cancel))
            yield return line;
    }

    /// <summary>A call of the REST API; null for a reply without a body.</summary>
    public async Task<JsonDocument?> CallAsync(HttpMethod method, string path, byte[]? json, CancellationToken cancel)
    {
        using var response = await SendAsync(method, path, json is null ? null : ContentOf(json, "application/json"), cancel);
        var body = await response.Content.ReadAsByteArrayAsync(cancel);
        return body.Length == 0 ? null : JsonDocument.Parse(body);
    }

    public override void Dispose() => http.Dispose();

    private async IAsyncEnumerable<string> ReadLinesAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await ReadLineAsync(reader, cancel) is { } line)
            if (line.Length > 0)
                yield return line;
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new CommandException($"the host on {server} ended the stream: {e.Message}");
        }
    }

    private Task<HttpResponseMessage> PostQueryAsync(string path, Question question, CancellationToken cancel) =>
        PostAsync(path, question.ToJson(), "application/json", cancel);

    private Task<HttpResponseMessage> PostAsync(string path, byte[] content, string type, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, ContentOf(content, type), cancel);

    private static ByteArrayContent ContentOf(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return body;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException(e.InnerException is SocketException
                ? $"no host answers on {server} ({e.InnerException.Message}): start one with './steffi run', or ask a saved graph with --graph FILE"
                : $"{server}: {e.Message}");
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var text = (await response.Content.ReadAsStringAsync(cancel)).Trim();
            if (response.StatusCode == HttpStatusCode.BadRequest && text.Length > 0)
                throw new QueryFailedException(ReadFailure(response, text));
            throw new CommandException(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict && text.Length > 0 ? text
                : $"{server}{path}: {(int)response.StatusCode} {response.ReasonPhrase} {text}".TrimEnd());
        }
    }

    /// <summary>The headers hold what the text says in words; a Skydive analyzer sends the words only.</summary>
    private static QueryFailure ReadFailure(HttpResponseMessage response, string text)
    {
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
        int? Number(string name) => int.TryParse(Header(name), CultureInfo.InvariantCulture, out int value) ? value : null;
        var message = Header(FailureHeaders.Message) is { } encoded ? Uri.UnescapeDataString(encoded) : text;
        return new QueryFailure(
            Header(FailureHeaders.Kind) ?? QueryFailure.Run, message, Number(FailureHeaders.Line), Number(FailureHeaders.Column));
    }
}

/// <summary>How a refusal's parts travel beside its text.</summary>
internal static class FailureHeaders
{
    public const string Kind = "Steffi-Error-Kind", Message = "Steffi-Error-Message", Line = "Steffi-Error-Line", Column = "Steffi-Error-Column";
}
