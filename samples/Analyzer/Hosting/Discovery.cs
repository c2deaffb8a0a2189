namespace Steffi.Analyzer;

/// <summary>Waits for the first discovery to calm down.</summary>
internal static class Discovery
{
    /// <param name="graph">Is being filled.</param>
    /// <param name="quiet">No change for so long means settled.</param>
    /// <param name="atMost">On a machine that never rests.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task SettleAsync(Graph graph, TimeSpan quiet, TimeSpan atMost, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(atMost);
        long last = Environment.TickCount64;
        var changes = FollowAsync();
        try
        {
            while (!HasBegun(graph.Live) || Environment.TickCount64 - Volatile.Read(ref last) < quiet.TotalMilliseconds)
                await Task.Delay(50, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
        await limit.CancelAsync();
        await changes;

        // On a busy machine the probes are quiet before their first word, too.
        static bool HasBegun(GraphView view)
        {
            bool isFollowed = false, hasInterface = false;
            foreach (var node in view.Nodes)
            {
                if (node["Type"] == "probe" && node["State"] == "Starting")
                    return false;
                isFollowed |= node["Type"] == "probe" && node["Name"] == "netlink" && node["State"] == "Running";
                hasInterface |= !node["IfIndex"].IsNull;
            }
            return hasInterface || !isFollowed;
        }

        async Task FollowAsync()
        {
            try
            {
                await foreach (var _ in graph.Subscribe(cancel: limit.Token))
                    Volatile.Write(ref last, Environment.TickCount64);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
            }
        }
    }
}
