using System.Threading.Channels;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Hands every flow update on to whoever follows. Thread-safe; never waits: a follower that is slow misses updates.</summary>
internal sealed class FlowFeed
{
    private const int Capacity = 65_536;
    private readonly Lock sync = new();
    private Follower[] followers = [];

    public void Publish(Flow flow)
    {
        foreach (var follower in Volatile.Read(ref followers))
            follower.Offer(flow);
    }

    /// <summary>Every update from now on, until disposed.</summary>
    public Follower Follow()
    {
        var follower = new Follower(this);
        lock (sync)
            followers = [.. followers, follower];
        return follower;
    }

    /// <summary>One who follows. What it does not read in time is dropped, the oldest first.</summary>
    internal sealed class Follower(FlowFeed feed) : IDisposable
    {
        private readonly Channel<Flow> updates =
            Channel.CreateBounded<Flow>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public IAsyncEnumerable<Flow> ReadAllAsync(CancellationToken cancel) => updates.Reader.ReadAllAsync(cancel);

        public void Offer(Flow flow) => updates.Writer.TryWrite(flow);

        public void Dispose()
        {
            lock (feed.sync)
                feed.followers = [.. feed.followers.Where(follower => follower != this)];
        }
    }
}
