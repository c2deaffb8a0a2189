using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>The context of one run of one capture on one interface.</summary>
internal sealed class RunningCapture(
    CaptureRequest request, CapturedInterface place, Func<int, ShardedFlowTable> makeTables, IConfigurationSection settings, ILogger log, TimeProvider time,
    Action<RunningCapture, CaptureState, string?> show) : CaptureContext, IDisposable
{
    private readonly Lock sync = new();
    private readonly ThreadTime threads = new();
    private ShardedFlowTable? tables;
    private CaptureCounters[] counters = [];
    private volatile bool said;

    public override CaptureRequest Request => request;

    public override string InterfaceName => place.Name;

    public override int InterfaceIndex => place.Index;

    public override long NetNS => place.NetNS;

    public override string? NamespacePath => place.NamespacePath;

    public override IConfigurationSection Settings => settings;

    public override ILogger Log => log;

    /// <summary>What its tables name the interface by.</summary>
    public string NodeTID => place.TID;

    public CaptureCounters Counters
    {
        get
        {
            lock (sync)
                return counters.Aggregate(default(CaptureCounters), (sum, one) => sum + one);
        }
    }

    public FlowTableStatistics Statistics => Volatile.Read(ref tables)?.Statistics ?? default;

    public IReadOnlyList<DissectorStatistics> Dissectors => Volatile.Read(ref tables)?.Dissectors ?? [];

    public TimeSpan CPUTime => threads.Total;

    public override ShardedFlowTable Tables(int count)
    {
        lock (sync)
        {
            if (tables is null)
            {
                counters = new CaptureCounters[count];
                Volatile.Write(ref tables, makeTables(count));
            }
            return tables.Count == count ? tables : throw new InvalidOperationException($"The run has {tables.Count} tables, not {count}");
        }
    }

    public IEnumerable<Flow> Find(FlowLookup lookup) => Volatile.Read(ref tables)?.Find(lookup) ?? [];

    public override void Tick(in CaptureCounters counters, int shard = 0)
    {
        threads.Tell();
        var all = Volatile.Read(ref tables) ?? Tables(1);
        all[shard].Advance((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        lock (sync)
            this.counters[shard] = counters;
        if (!said)
            Report(CaptureState.Active);
    }

    public override void Report(CaptureState state, string? message = null)
    {
        if (state is not (CaptureState.Active or CaptureState.Degraded))
            throw new ArgumentOutOfRangeException(nameof(state), state, "A capture reports Active or Degraded");
        said = true;
        show(this, state, message);
    }

    /// <summary>Ends every flow, each with its last update. Nobody feeds any more.</summary>
    public void Flush() => tables?.Flush();

    public void Dispose() => tables?.Dispose();
}
