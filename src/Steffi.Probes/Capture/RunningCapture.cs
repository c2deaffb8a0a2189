using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>The context of one run of one capture on one interface.</summary>
internal sealed class RunningCapture(
    CaptureRequest request, CapturedInterface place, FlowTable table, IConfigurationSection settings, ILogger log, TimeProvider time,
    Action<RunningCapture, CaptureState, string?> show) : CaptureContext
{
    private readonly Lock sync = new();
    private readonly ThreadTime threads = new();
    private CaptureCounters counters;
    private volatile bool said;

    public override CaptureRequest Request => request;

    public override string InterfaceName => place.Name;

    public override int InterfaceIndex => place.Index;

    public override long NetNS => place.NetNS;

    public override string? NamespacePath => place.NamespacePath;

    public override IConfigurationSection Settings => settings;

    public override FlowTable Table => table;

    public override ILogger Log => log;

    public CaptureCounters Counters
    {
        get
        {
            lock (sync)
                return counters;
        }
    }

    public TimeSpan CPUTime => threads.Total;

    public override void Tick(in CaptureCounters counters)
    {
        threads.Tell();
        table.Advance((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        lock (sync)
            this.counters = counters;
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
}
