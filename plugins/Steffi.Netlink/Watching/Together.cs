namespace Steffi.Netlink;

/// <summary>Tasks that live and end together.</summary>
internal static class Together
{
    /// <summary>Waits for all; the first to end, well or not, ends the others. Their cancellation is no failure.</summary>
    /// <exception cref="Exception">The first failure.</exception>
    public static async Task RunAsync(CancellationTokenSource ending, params Task[] tasks)
    {
        await Task.WhenAny(tasks);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException)
        {
            // What ending them looks like; a real failure comes first out of WhenAll.
        }
    }
}
