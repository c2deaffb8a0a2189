using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>
/// POST /api/watch: a query's result as it changes, one JSON object a line: first what is there, as Added, then what is Added, Updated and
/// Deleted. A query that fails later ends the stream with {"Error"}.
/// </summary>
internal static class WatchEndpoint
{
    public static async Task StreamAsync(HttpContext context, AnalyzerState state, CancellationToken stopping)
    {
        if (await Endpoints.ReadQuestionAsync(context) is not { } question)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            var changes = state.Graph.WatchAsync(question.Text, options: state.Dialects.In(question.Language, state.Options), cancel: end.Token);
            Following.Begin(context);
            await Following.SendAsync(context, changes, change => SendAsync(context, change.WriteJson, end.Token), end.Token);
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
