using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Steffi.Analyzer;

/// <summary>
/// POST /api/watch: a query's result as it changes, one message a line: first SyncReply, then what Skydive's subscribers get
/// (NodeAdded …), for results that are no elements Result, and Gap when the client was too slow for every step to be kept.
/// </summary>
internal static class WatchEndpoint
{
    /// <summary>So that a client that went away is noticed even when nothing changes: an empty line.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context, AnalyzerState state, CancellationToken stopping)
    {
        if (await Endpoints.ReadQueryAsync(context) is not { } query)
            return;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var changes = state.Graph.Subscribe(cancel: end.Token).GetAsyncEnumerator(end.Token);
        try
        {
            // Asked for before the first answer is read: what happens in between is not missed.
            var next = changes.MoveNextAsync().AsTask();
            var view = state.Graph.Live;
            var watched = new WatchedResult(Answering.Ask(view, query, end.Token));
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = "application/x-ndjson; charset=UTF-8";
            await SendAsync(context, watched.WriteAll, end.Token);
            bool caughtUp = false;
            while (await NextAsync(context, next, end.Token))
            {
                var change = changes.Current;
                next = changes.MoveNextAsync().AsTask();
                caughtUp |= change.Lost > 0 || !IsIn(change, view);
                if (!caughtUp)
                    continue;
                if (change.Lost > 0)
                    await SendAsync(context, writer => WriteGap(writer, change.Lost), end.Token);
                foreach (var message in watched.Update(Answering.Ask(change.View, query, end.Token), change))
                    await SendAsync(context, message, end.Token);
            }
        }
        catch (QueryFailedException e) when (!context.Response.HasStarted)
        {
            await Endpoints.RefuseAsync(context, e.Failure);
        }
        catch (QueryFailedException e)
        {
            await SendAsync(context, writer => WriteError(writer, e.Failure), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool> NextAsync(HttpContext context, Task<bool> next, CancellationToken cancel)
    {
        while (await Task.WhenAny(next, Task.Delay(AliveEvery, cancel)) != next)
        {
            cancel.ThrowIfCancellationRequested();
            await context.Response.WriteAsync("\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
        return await next;
    }

    /// <summary>Whether the view was taken after this change: then the first answer has told it already.</summary>
    private static bool IsIn(GraphChange change, GraphView view) => change.Changes.All(one => one switch
    {
        { Kind: ChangeKind.Deleted, Node: { } node } => !view.TryGetNode(node.Id, out _),
        { Kind: ChangeKind.Deleted, Edge: { } edge } => !view.TryGetEdge(edge.Id, out _),
        { Node: { } node } => view.TryGetNode(node.Id, out var seen) && seen.Revision >= node.Revision,
        { Edge: { } edge } => view.TryGetEdge(edge.Id, out var seen) && seen.Revision >= edge.Revision,
        _ => true,
    });

    private static async Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        await context.Response.BodyWriter.WriteAsync(JsonText.Bytes(write), cancel);
        await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), cancel);
    }

    private static void WriteGap(Utf8JsonWriter writer, long lost)
    {
        writer.WriteStartObject();
        writer.WriteString("Type", "Gap");
        writer.WriteStartObject("Obj");
        writer.WriteNumber("Lost", lost);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, QueryFailure failure)
    {
        writer.WriteStartObject();
        writer.WriteString("Type", "Error");
        writer.WritePropertyName("Obj");
        failure.WriteTo(writer);
        writer.WriteEndObject();
    }
}
