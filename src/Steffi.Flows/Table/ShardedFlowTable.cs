namespace Steffi.Flows;

/// <summary>
/// Flow tables side by side, one a thread: every frame of a conversation, and of what is tunnelled in it, belongs to the same shard.
/// </summary>
/// <remarks>
/// Each shard is fed by one thread at a time: from a ring of its own that the kernel fans out to, or by threads that walk the same file and
/// take what <see cref="ShardOf"/> says is theirs. Reading is thread-safe.
/// </remarks>
public sealed class ShardedFlowTable : ILiveFlows, IDisposable
{
    private readonly FlowTable[] _shards;
    private readonly bool _ports;

    /// <summary>Empty tables.</summary>
    /// <param name="count">1 or more; a thread each.</param>
    /// <param name="options">Of every shard; the limit is shared out. Dissectors are not thread-safe: with <see cref="FlowTableOptions.Classify"/> give <paramref name="dissectors"/>.</param>
    /// <param name="onUpdate">As in <see cref="FlowTable"/>; called on each shard's thread, by several at once.</param>
    /// <param name="dissectors">Makes each shard's own.</param>
    /// <exception cref="ArgumentException">Several shards were to share dissectors.</exception>
    public ShardedFlowTable(
        int count, FlowTableOptions? options = null, Action<Flow>? onUpdate = null, Func<IReadOnlyList<FlowDissector>>? dissectors = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options ??= new FlowTableOptions();
        if (count > 1 && options.Dissectors.Count > 0 && dissectors is null)
            throw new ArgumentException("Dissectors serve one table each: give each shard its own", nameof(options));
        _ports = !options.IPDefrag;
        _shards = new FlowTable[count];
        for (int i = 0; i < count; i++)
        {
            var own = options with { Limit = Math.Max(options.Limit / count, 1), Dissectors = dissectors?.Invoke() ?? options.Dissectors };
            _shards[i] = new FlowTable(own, onUpdate);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _shards.Length;

    /// <summary>One of them, to be fed by its thread.</summary>
    public FlowTable this[int shard] => _shards[shard];

    /// <summary>The flows of all shards, each as it stands at one moment.</summary>
    public IReadOnlyList<Flow> Flows => [.. _shards.SelectMany(shard => shard.Flows)];

    /// <summary>The sums of all shards' counters.</summary>
    public FlowTableStatistics Statistics => _shards.Select(shard => shard.Statistics).Aggregate((left, right) => left + right);

    /// <summary>What the dissectors of all shards did, each once; empty without classification.</summary>
    public IReadOnlyList<DissectorStatistics> Dissectors => DissectorStatistics.Sum(_shards.SelectMany(shard => shard.Dissectors));

    /// <inheritdoc/>
    public IEnumerable<Flow> Find(FlowLookup lookup) => _shards.SelectMany(shard => shard.Find(lookup));

    /// <summary>
    /// Which shard a frame belongs to: the same for both directions. Reads the outermost addresses and ports only; with
    /// <see cref="FlowTableOptions.IPDefrag"/> the addresses alone, so that fragments meet.
    /// </summary>
    public int ShardOf(in Frame frame) => _shards.Length == 1 ? 0 : (int)(FanOut.Hash(in frame, _ports) % (uint)_shards.Length);

    /// <summary>Ends every flow, each with its last update. Nobody feeds meanwhile.</summary>
    public void Flush()
    {
        foreach (var shard in _shards)
            shard.Flush();
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose()
    {
        foreach (var shard in _shards)
            shard.Dispose();
    }
}
