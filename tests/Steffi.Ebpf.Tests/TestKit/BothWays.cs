using System.Text.RegularExpressions;
using Steffi.Bpf;
using Steffi.Flows;
using Steffi.PcapFilter;
using Steffi.Plugins.Ebpf;

namespace Steffi.Ebpf.Tests;

/// <summary>
/// The same frames on one interface counted in the kernel, and metered whole from a packet socket there. Frames cross a veth between two
/// namespaces; both see the right end.
/// </summary>
internal sealed partial class BothWays : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();
    private readonly VethPair _pair;
    // A packet socket does not see what itself sends: the right end has one to send, one that sees everything and one that the filter is on.
    private readonly PacketSocket _left, _back, _every, _right;
    private readonly FlowProgram _program;
    private readonly InterfaceHook _hook;
    private long _sent, _passed, _taken;

    /// <param name="table">How both tables meter.</param>
    /// <param name="program">How the kernel counts; null: as type ebpf.</param>
    /// <param name="hook">How it hangs on the interface.</param>
    /// <param name="addressed">Whether the ends have addresses, for real sockets.</param>
    /// <param name="filter">What both may see, in tcpdump's language; null for everything.</param>
    public BothWays(Func<FlowTableOptions>? table = null, FlowProgramOptions? program = null, HookKind? hook = null, bool addressed = false, string? filter = null)
    {
        Counted = new FlowTable(table?.Invoke());
        Whole = new FlowTable(table?.Invoke());
        try
        {
            _pair = Owned(new VethPair(addressed));
            _left = Owned(PacketSocket.Open(_pair.Left, "veth0", receives: false));
            _back = Owned(PacketSocket.Open(_pair.Right, "veth0", receives: false));
            _every = Owned(PacketSocket.Open(_pair.Right, "veth0"));
            _right = Owned(PacketSocket.Open(_pair.Right, "veth0"));
            var compiled = filter is null ? null : VethPair.Inside(_pair.Right, () => new CaptureFilter(filter, CaptureFilter.WholeFrame).Compile(LinkType.Ethernet, "veth0"));
            if (compiled is not null)
                _right.Take(compiled);
            _program = Owned(FlowProgram.Load((program ?? new FlowProgramOptions { Defragment = Counted.Options.IPDefrag, Largest = 8192 }) with { Filter = compiled }));
            _hook = Owned(VethPair.Inside(_pair.Right, () => InterfaceHook.Attach(_program.Descriptor, _right.Interface, Directions.Both, hook)));
            Meter = new FlowMeter(_program, Counted, hasLinkHeader: true);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private T Owned<T>(T one) where T : IDisposable
    {
        _owned.Push(one);
        return one;
    }

    public VethPair Pair => _pair;

    public HookKind Hook => _hook.Kind;

    /// <summary>What the kernel counted.</summary>
    public FlowTable Counted { get; }

    /// <summary>What the frames themselves gave.</summary>
    public FlowTable Whole { get; }

    public FlowMeter Meter { get; }

    public FlowProgram Program => _program;

    /// <summary>Sends a frame to the captured interface; with <paramref name="isBack"/> from it.</summary>
    public void Send(byte[] frame, bool isBack = false)
    {
        (isBack ? _back : _left).Send(frame);
        _sent++;
    }

    /// <summary>Lets the kernel's counts come up, in a turn of their own.</summary>
    public void Turn()
    {
        SpinWait.SpinUntil(HavePassed, 2000);
        while (_right.Receive() is { } frame)
        {
            _taken++;
            Whole.Add(new Frame(frame, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100));
        }
        SpinWait.SpinUntil(() => _program.Counters.Packets >= _taken, 2000);
        Meter.Turn();
    }

    private bool HavePassed()
    {
        while (_every.Receive() is not null)
            _passed++;
        return _passed >= _sent;
    }

    /// <summary>Both tables have the same flows, packet for packet and byte for byte.</summary>
    /// <param name="names">Whether layers are named alike, too: where frames of one flow are both broken and whole, and come up in part, the first of them is not known.</param>
    /// <returns>What the kernel counted.</returns>
    public IReadOnlyList<Flow> AssertSame(bool names = true)
    {
        Turn();
        Meter.Turn();   // nothing may be left in the other map
        string[] whole = Facts(Whole, names), counted = Facts(Counted, names);
        Assert.True(whole.SequenceEqual(counted), $"only whole:\n{string.Join('\n', whole.Except(counted).Take(25))}\nonly counted:\n{string.Join('\n', counted.Except(whole).Take(25))}");
        return Counted.Flows;
    }

    /// <summary>How many of the frames came up instead of being counted in the kernel.</summary>
    public long CameUp => _program.Counters.Up;

    private static string[] Facts(FlowTable table, bool names)
    {
        var flows = table.Flows;
        var parents = flows.ToDictionary(flow => flow.UUID, flow => flow.TrackingID);
        return [.. flows.Select(flow => string.Join(' ', flow.TrackingID, flow.L3TrackingID, $"{flow.Metric.ABPackets}/{flow.Metric.ABBytes} {flow.Metric.BAPackets}/{flow.Metric.BABytes}",
            flow.FinishType, flow.ParentUUID is { } parent ? "in " + parents[parent] : "", names ? Names(flow) : "")).Order(StringComparer.Ordinal)];
    }

    private static string Names(Flow flow) => string.Join(' ', flow.LayersPath, flow.Application, flow.Link, flow.Network, flow.Transport, flow.ICMP,
        flow.ApplicationBy, Clocks().Replace(flow.Details.ToString(), ""));

    // What depends on when a packet was seen, which two ways of looking tell a little differently.
    [GeneratedRegex(@"""(Latency|timestamp)"":(\d+|\{[^}]*\}),?")]
    private static partial Regex Clocks();

    public void Dispose()
    {
        // A filter of clsact is taken away in its namespace.
        if (_owned.Count > 1)
            VethPair.Inside(_pair.Right, () => { while (_owned.Count > 1) _owned.Pop().Dispose(); return true; });
        if (_owned.TryPop(out var pair))
            pair.Dispose();
        Counted.Dispose();
        Whole.Dispose();
    }
}
