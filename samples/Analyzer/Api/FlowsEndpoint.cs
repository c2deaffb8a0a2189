using Microsoft.AspNetCore.Http;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>GET /api/flows: JSON lines until either side ends: first the flows that there are, then every one that is new, updated or ended.</summary>
internal static class FlowsEndpoint
{
    public static async Task StreamAsync(HttpContext context, AnalyzerState state, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        // Followed before the first look, so that no update falls between the two.
        using var updates = state.Feed.Follow();
        Following.Begin(context);
        try
        {
            foreach (var flow in state.Live.Find(FlowLookup.All))
                await SendAsync(flow);
            await Following.SendAsync(context, updates.ReadAllAsync(end.Token), SendAsync, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }

        Task SendAsync(Flow flow) => context.Response.WriteAsync(FlowJson.Text(flow) + "\n", end.Token);
    }
}
