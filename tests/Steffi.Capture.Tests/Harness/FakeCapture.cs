using System.Collections.Concurrent;
using Steffi.Probes;

namespace Steffi.Capture.Tests;

/// <summary>A capture type of the test's own: says when it runs, and does what the test wants.</summary>
internal sealed class FakeType(string type, int preference = 10)
{
    /// <summary>The interfaces by run: one that was made anew has the index of the one before, whose run may end after its own began.</summary>
    public ConcurrentDictionary<int, string> Running { get; } = new();

    public int Runs;

    public Func<CaptureContext, Task>? Do { get; set; }

    public Func<CaptureRequest, string?> Refuses { get; set; } = _ => null;

    public PacketCapture Make() => new Instance(this);

    private sealed class Instance(FakeType owner) : PacketCapture
    {
        public override string Type => owner.Name;

        public override int Preference => owner.Rank;

        public override string? Refuses(CaptureRequest request) => owner.Refuses(request);

        public override async Task RunAsync(CaptureContext context, CancellationToken stopping)
        {
            int run = Interlocked.Increment(ref owner.Runs);
            if (owner.Do is { } work)
                await work(context);
            owner.Running[run] = context.InterfaceName;
            try
            {
                context.Tick(new CaptureCounters(7, 2));
                await Task.Delay(Timeout.Infinite, stopping);
            }
            finally
            {
                owner.Running.TryRemove(run, out _);
            }
        }
    }

    public string Name => type;

    public int Rank => preference;
}
