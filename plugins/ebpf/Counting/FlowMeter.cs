using System.Diagnostics;
using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Plugins.Ebpf;

/// <summary>Brings what the kernel counted, and the frames that it did not, into a flow table. One thread at a time.</summary>
/// <remarks>Hot: a call a flow a drain. benchmarks/Steffi.Benchmarks, ebpf.</remarks>
internal sealed class FlowMeter
{
    private readonly FlowProgram _program;
    private readonly FlowTable _table;
    private readonly LinkType _linkType;

    // Without link addresses several of the kernel's flows are one.
    private readonly bool _isRouted;
    private readonly FlowHealth? _health;
    private readonly List<KernelFlow> _later = [];
    private readonly HeldFrames _held = new();
    private readonly FlowReader _mergeNow;
    private readonly Steffi.Bpf.RecordReader<FlowMeter> _take, _addFrame;
    private long _toUtc, _full, _turned, _packets;
    private int _quiet;   // turns since a packet came
    private bool _isTurning;

    /// <param name="program">Loaded; attached or not.</param>
    /// <param name="table">Where flows go.</param>
    /// <param name="hasLinkHeader">As the program was told.</param>
    /// <param name="health">What is known of TCP connections; null for nothing.</param>
    public FlowMeter(FlowProgram program, FlowTable table, bool hasLinkHeader, SharedHealth? health = null)
    {
        (_program, _table) = (program, table);
        _linkType = hasLinkHeader ? LinkType.Ethernet : LinkType.Raw;
        _isRouted = table.Options.LayerKeyMode == LayerKeyMode.L3;
        _health = health is null ? null : new FlowHealth(health, table);
        _mergeNow = MergeNow;
        _take = static (meter, record) => meter.Take(record);
        _addFrame = static (meter, record) => meter.AddFrame(record);
    }

    /// <summary>What the kernel counted since the program was loaded.</summary>
    public CaptureCounters Counters
    {
        get
        {
            var counters = _program.Counters;
            return new CaptureCounters(counters.Packets, counters.Dropped, KernelFlowDropped: counters.Dropped);
        }
    }

    /// <summary>True when the map has become full since the last turn: another turn makes room.</summary>
    public bool IsPressed => _program.Counters.Full != _full;

    /// <summary>Waits a little for frames and meters them.</summary>
    public void Wait(int milliseconds)
    {
        _program.Frames.Wait(milliseconds);
        SetClock();
        _program.Frames.Read(this, _take);
    }

    /// <summary>Takes what was counted since the last turn.</summary>
    /// <param name="isLast">Whether what happened to connections and packets until now is wanted, however lately that was asked.</param>
    public void Turn(bool isLast = false)
    {
        var counters = _program.Counters;
        _full = counters.Full;
        _turned = Stopwatch.GetTimestamp();
        _quiet = counters.Packets == _packets ? _quiet + 1 : 0;
        _packets = counters.Packets;
        // To swap and read empty maps takes milliseconds. The first quiet turn does: a packet that had come may have been counted after the swap.
        bool isQuiet = _quiet > 1;
        if (!isQuiet)
            _program.Swap();
        Collect(isQuiet, isLast);
    }

    /// <summary>Takes what was counted until the program's last swap.</summary>
    /// <param name="isQuiet">Whether that is known to be nothing.</param>
    /// <param name="isLast">As of <see cref="Turn"/>.</param>
    public void Collect(bool isQuiet = false, bool isLast = false)
    {
        SetClock();
        _health?.Refresh(Stopwatch.GetTimestamp(), isLast);
        _isTurning = true;
        // Frames first: who sent a flow's first packet is its A.
        _program.Frames.Read(this, _take);
        if (!isQuiet)
            _program.Drain(_mergeNow);
        // Outer flows first: what is in a tunnel hangs from the flow around it. And in the order of their first packets: the sender of the first is A.
        _later.Sort(static (a, b) => a.Part != b.Part ? a.Part - b.Part : a.First.CompareTo(b.First));
        foreach (ref readonly var flow in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_later))
        {
            if (flow.Part == 0)
                _held.Release(flow.First, this, _addFrame);
            Merge(in flow);
        }
        _later.Clear();
        _held.Release(_turned, this, _addFrame);
        _isTurning = false;
        _health?.Write();
    }

    private void SetClock() => _toUtc = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100 - Stopwatch.GetTimestamp();

    private void MergeNow(ReadOnlySpan<KernelFlow> flows)
    {
        foreach (ref readonly var flow in flows)
        {
            if (flow.IsFiner || _isRouted)
                _later.Add(flow);
            else
                Merge(in flow);
        }
    }

    private void Merge(in KernelFlow flow)
    {
        ref readonly var there = ref flow.Forward;
        ref readonly var back = ref flow.Backward;
        // An entry that was made for a packet that then went up.
        if (there.Packets + back.Packets == 0)
            return;
        long first = flow.First;
        var counted = new CountedFlow
        {
            Start = first + _toUtc,
            Last = Math.Max(first, Math.Max(there.Last, back.Last)) + _toUtc,
            ABPackets = (long)there.Packets,
            ABBytes = (long)there.Bytes,
            BAPackets = (long)back.Packets,
            BABytes = (long)back.Bytes,
            ABFlags = (byte)there.Flags,
            BAFlags = (byte)back.Flags,
            ABSynTTL = there.SynTtl,
            BASynTTL = back.SynTtl,
            ABSynStart = Utc(there.Syn),
            BASynStart = Utc(back.Syn),
            ABFinStart = Utc(there.Fin),
            BAFinStart = Utc(back.Fin),
            ABRstStart = Utc(there.Rst),
            BARstStart = Utc(back.Rst),
            RTT = flow.Rtt,
            Fragments = flow.Fragments,
            FragmentErrors = flow.Misfits,
        };
        var frame = new Frame(flow.Snap, first + _toUtc, _linkType, flow.Length);
        _table.Merge(in frame, flow.Part, in counted);
        _health?.See(in frame, flow.Part, flow.Network, flow.Transport, _isTurning);
    }

    private void Take(ReadOnlySpan<byte> record)
    {
        // Packets of its tunnel are counted, maybe earlier ones, and who sent the first of all is A; or the end of the connection before is.
        var up = FlowProgram.Open(record, out _);
        if (up.Waits != 0 && _held.TryHold(up.Time, record))
            return;
        // Too many: they keep their own order at least.
        if (up.Waits != 0)
            _held.Release(long.MaxValue, this, _addFrame);
        AddFrame(record);
    }

    private void AddFrame(ReadOnlySpan<byte> record)
    {
        var up = FlowProgram.Open(record, out var bytes);
        var frame = new Frame(bytes, up.Time + _toUtc, _linkType, up.Length);
        bool wantsMore = _table.Add(in frame);
        if (up.Flow != 0 && !wantsMore)
            _program.EndLooks(up.Flow);
        _health?.See(in frame, up.Depth - 1, up.Network, up.Transport, _isTurning);
    }

    private long Utc(long monotonic) => monotonic == 0 ? 0 : monotonic + _toUtc;
}
