using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>The context of one run of one probe.</summary>
internal sealed class RunContext(
    Graph graph, ElementId hostNode, string origin, IConfigurationSection settings, ILogger log, ProbeNode node, bool reconciles) : ProbeContext
{
    private bool begun = reconciles;
    private volatile bool over;

    public override Graph Graph => graph;

    public override string Origin => origin;

    public override ElementId HostNode => hostNode;

    public override IConfigurationSection Settings => settings;

    public override ILogger Log => log;

    public override void Write(Action<Transaction> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        WriteNow(change);
        if (node.Status.State == ProbeState.Starting)
            Show(status => status.State == ProbeState.Starting ? status with { State = ProbeState.Running } : status);
    }

    public override void Report(ProbeState state, string? message = null)
    {
        if (state is not (ProbeState.Running or ProbeState.Degraded))
            throw new ArgumentOutOfRangeException(nameof(state), state, "A probe reports Running or Degraded");
        if (over)
            return;
        // A probe that runs and has nothing to write has looked, and found nothing.
        if (state == ProbeState.Running && !Volatile.Read(ref begun))
            WriteNow(_ => { });
        Show(status => status with { State = state, Message = message });
    }

    /// <summary>From now on nothing of this run reaches the graph, whatever its code still does.</summary>
    public void End() => over = true;

    private void Show(Func<ProbeStatus, ProbeStatus> change) => node.Update(status => over ? status : change(status));

    private void WriteNow(Action<Transaction> change)
    {
        var first = false;
        try
        {
            graph.Write(origin, transaction =>
            {
                // Inside, where the graph's one writer orders it: a deletion that follows End sees all that this run has written.
                first = !begun;
                if (first)
                    OriginElements.Delete(transaction, origin);
                change(transaction);
                if (over)
                    throw new OperationCanceledException($"The run of {origin} is over");
                Volatile.Write(ref begun, true);
            });
        }
        catch when (first)
        {
            Volatile.Write(ref begun, false);
            throw;
        }
    }
}
