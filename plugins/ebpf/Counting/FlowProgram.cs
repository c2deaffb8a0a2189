using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Steffi.Bpf;
using Steffi.PcapFilter;

namespace Steffi.Plugins.Ebpf;

/// <summary>How a <see cref="FlowProgram"/> counts.</summary>
internal sealed record FlowProgramOptions
{
    /// <summary>Flows that there is room for between two drains. Memory is taken as flows come: about 450 bytes each.</summary>
    public int Flows { get; init; } = 100_000;

    /// <summary>Bytes of the ring through which frames come up: a power of two.</summary>
    public int RingBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of a frame that come up.</summary>
    public int Largest { get; init; } = 256;

    /// <summary>Packets of each flow that come up to be classified; 0: none.</summary>
    public int Looks { get; init; }

    /// <summary>Whether TCP packets without payload are among <see cref="Looks"/>.</summary>
    public bool LooksAtBare { get; init; }

    /// <summary>Whether fragments count as one packet, with their datagram.</summary>
    public bool Defragment { get; init; }

    /// <summary>Whether frames begin with an Ethernet header, else with IP.</summary>
    public bool HasLinkHeader { get; init; } = true;

    /// <summary>The only packets that are seen, in classic BPF; null for all.</summary>
    public BpfInstruction[]? Filter { get; init; }
}

/// <summary>The counting program of one interface and its maps. One thread at a time.</summary>
internal sealed class FlowProgram : IDisposable
{
    private const string Name = "steffi_flows";

    /// <summary>HALVES of Programs/flow.h: maps that flows are spread over.</summary>
    private const int Halves = 2;

    /// <summary>BPF_F_ZERO_SEED.</summary>
    private const uint ZeroSeed = 1 << 6;

    /// <summary>Datagrams of which fragments have come and are still missing; for one more the oldest is given up.</summary>
    private const int Datagrams = 1024;

    /// <summary>So many flows are deleted one by one for less than a new map costs.</summary>
    private const int Few = 4096;

    private readonly BpfObject _object;
    private readonly FilterProgram? _filter;
    private readonly BpfMap _current, _known, _counters;
    private readonly FlowDrain _drain = new();
    private readonly byte[] _each;

    // Those in use, and those of before.
    private BpfMap[] _counting, _counted;

    private FlowProgram(BpfObject loaded, FlowProgramOptions options)
    {
        _object = loaded;
        _filter = options.Filter is { } filter ? FilterProgram.Load(filter, loaded.Program(Name)) : null;
        _current = loaded.Map("steffi_current");
        _known = loaded.Map("steffi_known");
        _counters = loaded.Map("steffi_counting");
        _each = new byte[BpfMap.Processors * _counters.ValueSize];
        Frames = new RingBuffer(loaded.Map("steffi_frames"));
        _counting = NewMaps(options.Flows);
        _counted = NewMaps(options.Flows);
        Use(_counting);
    }

    /// <summary>Frames that are to be metered here: <see cref="FrameEvent"/> and bytes.</summary>
    public RingBuffer Frames { get; }

    /// <summary>What is to be attached.</summary>
    public int Descriptor => _filter?.Descriptor ?? _object.Program(Name);

    /// <summary>Gives the program to the kernel; it sees nothing until it is attached.</summary>
    /// <exception cref="BpfLoadException">libbpf is missing, a capability is, or the verifier refused.</exception>
    /// <exception cref="NotSupportedException">The filter cannot be translated.</exception>
    public static FlowProgram Load(FlowProgramOptions options)
    {
        var program = BpfObject.Open("flows", typeof(FlowProgram).Assembly);
        try
        {
            // The kernel wants it for that flag. In no order flows are merged at a third of the speed.
            if (!Capabilities.HasSysAdmin)
                program.ClearFlag("steffi_counts", "steffi_current", ZeroSeed);
            program.Resize("steffi_frames", options.RingBytes);
            program.Resize("steffi_known", options.Looks > 0 ? 2 * options.Flows : 1);
            program.Resize("steffi_datagrams", options.Defragment ? Datagrams : 1);
            program.Configure(new ProgramSettings
            {
                Secret0 = Secret(),
                Secret1 = Secret(),
                LinkHeader = options.HasLinkHeader ? 1u : 0,
                Largest = (uint)options.Largest,
                Looks = (uint)options.Looks,
                Defragment = options.Defragment ? 1u : 0,
                WakeAt = (uint)options.RingBytes / 8,
                Bare = options.LooksAtBare ? 1u : 0,
            });
            program.Load();
            return new FlowProgram(program, options);
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    private static ulong Secret() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Begins to count in the other map; when it returns no packet counts in the one before, and <see cref="Drain"/> may read it.</summary>
    /// <remarks>The frames that came up before the drained flows' packets are in <see cref="Frames"/> by then: read those first.</remarks>
    public void Swap()
    {
        (_counting, _counted) = (_counted, _counting);
        Use(_counting);
    }

    /// <summary>Gives every flow of the maps that are not in use, and empties them.</summary>
    /// <returns>How many.</returns>
    public int Drain(FlowReader read)
    {
        int[] totals = _drain.Read(_counted, read);
        for (int half = 0; half < Halves; half++)
        {
            if (totals[half] > 0)
                Empty(ref _counted[half], totals[half]);
        }
        return totals.Sum();
    }

    // The kernel lets each wait until no packet counts in the map before; both at once.
    private void Use(BpfMap[] maps)
    {
        var other = Task.Run(() => _current.Put(1u, maps[1].Descriptor));
        _current.Put(0u, maps[0].Descriptor);
        other.GetAwaiter().GetResult();
    }

    private BpfMap[] NewMaps(int flows)
    {
        var model = _object.Map("steffi_counts");
        int room = (flows + 1) / Halves;
        return [model.CreateHash(room), model.CreateHash(room)];
    }

    // Deleting costs the reader more than reading; a map that is closed as a whole is freed by the kernel's own threads.
    private void Empty(ref BpfMap map, int total)
    {
        if (total > Few)
        {
            var full = map;
            map = full.CreateHash(full.Entries);
            full.Close();
            return;
        }
        _drain.Empty(map);
    }

    /// <summary>No more packets of this flow come up; they are counted.</summary>
    public void EndLooks(ulong flow) => _known.Put(flow, 0u);

    /// <summary>Sums over all processors since the program was loaded.</summary>
    public KernelCounters Counters
    {
        get
        {
            _counters.TryGetEach(0u, _each.AsSpan());
            var sum = default(KernelCounters);
            for (int at = 0; at < _each.Length; at += _counters.ValueSize)
            {
                var one = MemoryMarshal.Read<KernelCounters>(_each.AsSpan(at));
                sum.Packets += one.Packets;
                sum.Up += one.Up;
                sum.Dropped += one.Dropped;
                sum.Full += one.Full;
            }
            return sum;
        }
    }

    public void Dispose()
    {
        _filter?.Dispose();
        Frames.Dispose();
        foreach (var map in _counting.Concat(_counted))
            map.Close();
        _object.Dispose();
    }

    /// <summary>A record of <see cref="Frames"/> and the bytes behind it.</summary>
    public static FrameEvent Open(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> bytes)
    {
        var frame = MemoryMarshal.Read<FrameEvent>(record);
        bytes = record.Slice(Marshal.SizeOf<FrameEvent>(), frame.Captured);
        return frame;
    }
}
