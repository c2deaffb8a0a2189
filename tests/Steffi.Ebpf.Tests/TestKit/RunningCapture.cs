using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Steffi.Flows;
using Steffi.Netlink.Kernel;
using Steffi.Probes;

namespace Steffi.Ebpf.Tests;

/// <summary>A capture's run on one interface of a test's namespace, as a host would run it.</summary>
internal sealed class RunningCapture : CaptureContext, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private readonly ShardedFlowTable _tables;
    private CaptureCounters _counters;

    public RunningCapture(PacketCapture capture, string name, string device, FlowTableOptions? flows = null, string? filter = null, params (string Key, string Value)[] settings)
    {
        Request = new CaptureRequest { ID = "c1", GremlinQuery = "G.V()", Type = capture.Type, BPFFilter = filter, Flows = flows ?? new FlowTableOptions() };
        NamespacePath = VethPair.Path(name);
        NetNS = NamespaceFile.Inode(NamespacePath);
        InterfaceName = device;
        InterfaceIndex = VethPair.Inside(name, () => PacketSocket.IndexOf(device));
        Settings = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("capture:" + s.Key, (string?)s.Value))).Build().GetSection("capture");
        _tables = new ShardedFlowTable(1, Request.Flows);
        _run = capture.RunAsync(this, _stop.Token);
    }

    public override CaptureRequest Request { get; }
    public override string InterfaceName { get; }
    public override int InterfaceIndex { get; }
    public override long NetNS { get; }
    public override string? NamespacePath { get; }
    public override IConfigurationSection Settings { get; }
    public override ILogger Log => NullLogger.Instance;

    public CaptureCounters Counters { get { lock (_stop) return _counters; } }

    public (CaptureState State, string? Message)? Reported { get; private set; }

    public override ShardedFlowTable Tables(int count) => _tables;

    public override void Tick(in CaptureCounters counters, int shard = 0)
    {
        lock (_stop)
            _counters = counters;
        Reported ??= (CaptureState.Active, null);
        Table.Advance((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
    }

    public override void Report(CaptureState state, string? message = null) => Reported = (state, message);

    /// <summary>Waits until it captures; its exception is thrown here.</summary>
    public async Task StartedAsync()
    {
        for (int i = 0; i < 500 && Reported is null; i++)
        {
            if (_run.IsCompleted)
                await _run;
            await Task.Delay(10);
        }
        Assert.NotNull(Reported);
    }

    /// <summary>The flows once the condition holds, or after ten seconds.</summary>
    public async Task<IReadOnlyList<Flow>> FlowsAsync(Func<IReadOnlyList<Flow>, bool> condition)
    {
        for (int i = 0; i < 500; i++)
        {
            if (Table.Flows is var flows && condition(flows))
                return flows;
            await Task.Delay(20);
        }
        return Table.Flows;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }
}
