using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Steffi.Plugins.Ebpf;

/// <summary>struct flow_way: what went one way. Times are CLOCK_MONOTONIC, ns, that of the last packet to a tick of the kernel; 0 when nothing was seen.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelFlowWay
{
    public ulong Packets, Bytes;
    public long First, Last;
    public long Syn, Fin, Rst;
    public ushort Flags;
    public byte Ttl, SynTtl;
    private readonly uint _looks;
}

/// <summary>struct flow_count: a flow as the kernel counted it since its map was taken into use.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelFlow
{
    public const int SnapRoom = 176;

    private readonly long _asked;

    /// <summary>In the order of the key, which says nothing here: see <see cref="Forward"/>.</summary>
    public KernelFlowWay Way0, Way1;

    /// <summary>Nanoseconds from a SYN or echo request to its answer; 0 when not seen.</summary>
    public long Rtt;

    /// <summary>Of the snapped packet, on the wire.</summary>
    public int Length;

    private readonly ushort _captured;

    /// <summary>Where the part's IP and transport headers begin in <see cref="Snap"/>; 0 when it has none.</summary>
    public ushort Network, Transport;

    /// <summary>Which part of the snapped frame this counts, from 0.</summary>
    public byte Part;

    private readonly Mark _marks;

    /// <summary>Of the datagrams that were counted whole: fragments beside the last one of each, and those that were none of theirs.</summary>
    public uint Fragments, Misfits;

    private readonly uint _unused;
    private SnapBytes _snap;

    /// <summary>The headers of its first packet, from the frame's first byte on.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Snap => ((ReadOnlySpan<byte>)_snap)[.._captured];

    /// <summary>Whether other entries may be of the same flow, where the kernel tells apart what the table does not.</summary>
    public readonly bool IsFiner => (_marks & Mark.Finer) != 0;

    /// <summary>CLOCK_MONOTONIC, ns, of its first packet; 0 when it has none.</summary>
    public readonly long First => Way0.First == 0 || (Way1.First != 0 && Way1.First < Way0.First) ? Way1.First : Way0.First;

    /// <summary>The way that the snapped packet went.</summary>
    [UnscopedRef]
    public readonly ref readonly KernelFlowWay Forward => ref (_marks & Mark.Opposite) == 0 ? ref Way0 : ref Way1;

    /// <summary>The other way.</summary>
    [UnscopedRef]
    public readonly ref readonly KernelFlowWay Backward => ref (_marks & Mark.Opposite) == 0 ? ref Way1 : ref Way0;

    [Flags]
    private enum Mark : byte
    {
        /// <summary>The snapped packet went the way of <see cref="Way1"/>.</summary>
        Opposite = 1,
        Finer = 2,
    }

    [InlineArray(SnapRoom)]
    private struct SnapBytes
    {
        private byte _byte;
    }
}

/// <summary>struct frame_event before its bytes: a frame that came up.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FrameEvent
{
    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public long Time;

    /// <summary>By which <see cref="FlowProgram.EndLooks"/> knows its flow; 0: none.</summary>
    public ulong Flow;

    public int Length;

    public ushort Captured;

    /// <summary>Parts that were found in it; 0: it was not understood.</summary>
    public short Depth;

    /// <summary>Where the last part's headers begin; 0 when it has none.</summary>
    public ushort Network, Transport;

    /// <summary>Not 0: it waits for what was counted before it.</summary>
    public uint Waits;
}

/// <summary>struct counters, with which a processor's struct counting begins.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelCounters
{
    /// <summary>Packets taken.</summary>
    public long Packets;

    /// <summary>Of these, gone up the ring.</summary>
    public long Up;

    /// <summary>Of these, lost: the ring was full, and the map could not count them.</summary>
    public long Dropped;

    /// <summary>Of these, without room in the map; gone up or lost.</summary>
    public long Full;
}

/// <summary>struct settings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProgramSettings
{
    public ulong Secret0, Secret1;
    public uint LinkHeader, Largest, Looks, Defragment, WakeAt, Bare;
}
