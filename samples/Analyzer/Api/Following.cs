using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Steffi.Analyzer;

/// <summary>An answer of JSON lines that goes on until either side ends.</summary>
internal static class Following
{
    /// <summary>An empty line now and then: a client that went away is noticed even when nothing happens.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(15);

    public static void Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "application/x-ndjson; charset=UTF-8";
    }

    /// <summary>Sends items as they come; whatever came before is out, headers included, before a wait begins.</summary>
    /// <param name="context">Its response has begun.</param>
    /// <param name="items">Ends, or fails, when asked to.</param>
    /// <param name="send">Writes one.</param>
    /// <param name="cancel">Of the client or the host.</param>
    public static async Task SendAsync<T>(HttpContext context, IAsyncEnumerable<T> items, Func<T, Task> send, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var source = items.GetAsyncEnumerator(end.Token);
        var next = Task.FromResult(true);
        var alive = Task.Delay(AliveEvery, end.Token);
        try
        {
            while (true)
            {
                next = source.MoveNextAsync().AsTask();
                if (!next.IsCompleted)
                    await context.Response.Body.FlushAsync(cancel);
                while (await Task.WhenAny(next, alive) != next)
                {
                    await context.Response.WriteAsync("\n", cancel);
                    await context.Response.Body.FlushAsync(cancel);
                    alive = Task.Delay(AliveEvery, end.Token);
                }
                if (!await next)
                    return;
                await send(source.Current);
            }
        }
        finally
        {
            // Where sending failed, the source may still wait for its next item, and would not be disposed of.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
