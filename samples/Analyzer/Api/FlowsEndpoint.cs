using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>GET /api/flows: JSON lines until either side ends: first the flows that there are, then every one that is new, updated or ended.</summary>
internal static class FlowsEndpoint
{
    /// <summary>An empty line now and then: a client that went away is noticed even when nothing flows.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context, AnalyzerState state, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "application/x-ndjson; charset=UTF-8";
        try
        {
            // Followed before the first look, so that no update falls between the two.
            await using var updates = state.Feed.FollowAsync(end.Token).GetAsyncEnumerator(end.Token);
            var next = updates.MoveNextAsync().AsTask();
            foreach (var flow in state.Live.Find(FlowLookup.All))
                await SendAsync(context, flow, end.Token);
            await context.Response.Body.FlushAsync(end.Token);
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(AliveEvery, end.Token)) != next)
                {
                    end.Token.ThrowIfCancellationRequested();
                    await context.Response.WriteAsync("\n", end.Token);
                }
                else if (await next)
                {
                    await SendAsync(context, updates.Current, end.Token);
                    next = updates.MoveNextAsync().AsTask();
                }
                else
                    return;
                if (!next.IsCompleted)
                    await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }

    private static Task SendAsync(HttpContext context, Flow flow, CancellationToken cancel) => context.Response.WriteAsync(FlowJson.Text(flow) + "\n", cancel);
}
