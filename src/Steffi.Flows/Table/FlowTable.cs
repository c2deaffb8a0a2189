namespace Steffi.Flows;

/// <summary>Frames in, flows out. One thread at a time feeds it; <see cref="Flows"/> and <see cref="Statistics"/> may be read from any.</summary>
public sealed class FlowTable : IDisposable
{
    /// <summary>An empty table.</summary>
    /// <param name="options">How to meter.</param>
    /// <param name="onUpdate">
    /// Called, on the thread that feeds, with every flow that is new since its last update period, was updated, or ended; the ended
    /// are no longer in <see cref="Flows"/>.
    /// </param>
    public FlowTable(FlowTableOptions? options = null, Action<Flow>? onUpdate = null)
    {
        Options = options ?? new FlowTableOptions();
        _ = onUpdate;
    }

    /// <summary>How it meters.</summary>
    public FlowTableOptions Options { get; }

    /// <summary>Counters since the table was made.</summary>
    public FlowTableStatistics Statistics => default;

    /// <summary>The flows there are now, each as it stands at one moment. Feeding does not wait for it.</summary>
    public IReadOnlyList<Flow> Flows => [];

    /// <summary>Meters one frame. Never throws for what is in it.</summary>
    public void Add(in Frame frame) => _ = frame.OriginalLength;

    /// <summary>Lets time pass without a packet: updates and ends what is due.</summary>
    /// <param name="now">Nanoseconds since 1970, UTC. A live capture calls it every second; for a file the packets' own times do.</param>
    public void Advance(long now) => _ = now;

    /// <summary>Ends every flow, each with its last update.</summary>
    public void Flush()
    {
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose()
    {
    }
}
