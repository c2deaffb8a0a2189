using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Steffi.Bpf;

namespace Steffi.Plugins.Ebpf;

/// <summary>struct health: what happened to one socket's connection so far.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketHealth
{
    public uint Retransmits, ResetsSent, ResetsReceived;

    /// <summary>Microseconds, smoothed; 0 unknown.</summary>
    public uint Srtt;

    /// <summary>The process that connected; 0 unknown, and on the side that accepted.</summary>
    public uint Pid;

    private readonly uint _unused;
    public CommandName Comm;
    private readonly ulong _socket;

    [InlineArray(16)]
    public struct CommandName
    {
        private byte _byte;
    }
}

/// <summary>struct drop: whose packet, and why.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DroppedKey
{
    public ConnectionEnds Ends;
    public uint Reason;
    private readonly uint _unused;
}

/// <summary>The programs on TCP's tracepoints: the whole machine's, whatever is captured. Reading is for one thread at a time.</summary>
internal sealed class HealthProgram : IDisposable
{
    private const int Batch = 2048;
    private static readonly string[] Programs = ["steffi_retransmit", "steffi_reset_out", "steffi_reset_in", "steffi_state", "steffi_drop"];
    private readonly BpfObject _object;
    private readonly List<TraceLink> _links = [];
    private readonly BpfMap _health, _drops;
    private readonly ConnectionEnds[] _ends = new ConnectionEnds[Batch];
    private readonly SocketHealth[] _values = new SocketHealth[Batch];
    private readonly DroppedKey[] _dropped = new DroppedKey[Batch];
    private readonly long[] _counts = new long[Batch];

    private HealthProgram(BpfObject loaded)
    {
        _object = loaded;
        _health = loaded.Map("steffi_health");
        _drops = loaded.Map("steffi_drops");
    }

    /// <summary>Loads and attaches.</summary>
    /// <exception cref="BpfLoadException">The kernel has no BTF tracepoints, or a capability is missing.</exception>
    /// <exception cref="Netlink.KernelCallException">A program could not be attached.</exception>
    public static HealthProgram Start()
    {
        var opened = BpfObject.Open("steffi_health", CompiledPrograms.Health);
        HealthProgram? program = null;
        try
        {
            opened.Load();
            program = new HealthProgram(opened);
            foreach (string name in Programs)
                program._links.Add(opened.Attach(name));
            return program;
        }
        catch
        {
            program?.Dispose();
            opened.Dispose();
            throw;
        }
    }

    /// <summary>What there is now, by connection.</summary>
    public Dictionary<ConnectionEnds, TcpHealth> Read()
    {
        var all = new Dictionary<ConnectionEnds, TcpHealth>();
        TcpHealth Of(in ConnectionEnds ends)
        {
            ref var health = ref CollectionsMarshal.GetValueRefOrAddDefault(all, ends.Anywhere(), out _);
            return health ??= new TcpHealth();
        }
        uint position = 0;
        bool isLast = false;
        for (bool isFirst = true; !isLast; isFirst = false)
        {
            int count = _health.Read<ConnectionEnds, SocketHealth>(ref position, isFirst, _ends, _values, out isLast);
            for (int i = 0; i < count; i++)
                Of(in _ends[i]).Add(in _values[i]);
        }
        isLast = false;
        position = 0;
        for (bool isFirst = true; !isLast; isFirst = false)
        {
            int count = _drops.Read<DroppedKey, long>(ref position, isFirst, _dropped, _counts, out isLast);
            for (int i = 0; i < count; i++)
                Of(in _dropped[i].Ends).AddDrop(_dropped[i].Reason, _counts[i]);
        }
        return all;
    }

    public void Dispose()
    {
        foreach (var link in _links)
            link.Dispose();
        _links.Clear();
        _object.Dispose();
    }
}
