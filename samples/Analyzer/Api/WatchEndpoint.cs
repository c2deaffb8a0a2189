using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>
/// POST /api/watch: a query's result as it changes, one JSON object a line: first what is there, as Added, then what is Added, Updated and
/// Deleted. A query that fails later ends the stream with {"Error"}.
/// </summary>
internal static class WatchEndpoint
{
    /// <summary>An empty line now and then: a client that went away is noticed even when nothing changes.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context, AnalyzerState state, CancellationToken stopping)
    {
        if (await Endpoints.ReadQuestionAsync(context) is not { } question)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await using var changes = state.Graph.WatchAsync(question.Text, options: state.Dialects.In(question.Language, state.Options), cancel: end.Token).GetAsyncEnumerator(end.Token);
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = "application/x-ndjson; charset=UTF-8";
            while (await NextAsync(context, changes, end.Token))
                await SendAsync(context, changes.Current.WriteJson, end.Token);
        }
        catch (QueryException e) when (!context.Response.HasStarted)
        {
            await Endpoints.RefuseAsync(context, Answering.FailureOf(e));
        }
        catch (QueryException e)
        {
            await SendAsync(context, writer => WriteError(writer, Answering.FailureOf(e)), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool> NextAsync(HttpContext context, IAsyncEnumerator<ResultChange> changes, CancellationToken cancel)
    {
        var next = changes.MoveNextAsync();
        if (next.IsCompleted)
            return await next;
        // Whatever came before is out, headers included, before the wait begins.
        await context.Response.Body.FlushAsync(cancel);
        var waiting = next.AsTask();
        while (await Task.WhenAny(waiting, Task.Delay(AliveEvery, cancel)) != waiting && !cancel.IsCancellationRequested)
        {
            await context.Response.WriteAsync("\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
        return await waiting;
    }

    private static async Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        await context.Response.Body.WriteAsync(JsonText.Bytes(write), cancel);
        await context.Response.WriteAsync("\n", cancel);
    }

    private static void WriteError(Utf8JsonWriter writer, QueryFailure failure)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Error");
        failure.WriteTo(writer);
        writer.WriteEndObject();
    }
}
