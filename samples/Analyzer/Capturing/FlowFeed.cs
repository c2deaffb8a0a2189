using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Hands every flow update on to whoever follows. Thread-safe; never waits: a follower that is slow misses updates.</summary>
internal sealed class FlowFeed
{
    private const int Capacity = 65_536;
    private readonly Lock sync = new();
    private Channel<Flow>[] followers = [];

    public void Publish(Flow flow)
    {
        foreach (var follower in Volatile.Read(ref followers))
            follower.Writer.TryWrite(flow);
    }

    /// <summary>Updates from the first read on, until cancelled.</summary>
    public async IAsyncEnumerable<Flow> FollowAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var mine = Channel.CreateBounded<Flow>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (sync)
            followers = [.. followers, mine];
        try
        {
            await foreach (var flow in mine.Reader.ReadAllAsync(cancel))
                yield return flow;
        }
        finally
        {
            lock (sync)
                followers = [.. followers.Where(follower => follower != mine)];
        }
    }
}
