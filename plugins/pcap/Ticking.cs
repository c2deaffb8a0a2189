using Steffi.Probes;

namespace Steffi.Plugins.Pcap;

/// <summary>Calls <see cref="CaptureContext.Tick"/> about once a second, the first time at once. One a thread that feeds.</summary>
internal sealed class Ticking(CaptureContext context, Func<CaptureCounters> count, int shard = 0)
{
    private const long Period = 1000;
    private long due;

    public void IfDue()
    {
        if (Environment.TickCount64 >= due)
            Now();
    }

    public void Now()
    {
        due = Environment.TickCount64 + Period;
        context.Tick(count(), shard);
    }
}
