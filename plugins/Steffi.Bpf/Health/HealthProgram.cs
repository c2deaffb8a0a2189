using Steffi.Netlink;

namespace Steffi.Bpf;

/// <summary>The programs on the tracepoints of TCP and of dropped packets: the whole machine's. Reading is for one thread at a time.</summary>
internal sealed class HealthProgram : IDisposable
{
    private const int Batch = 2048;
    private static readonly string[] Tracepoints = ["steffi_retransmit", "steffi_reset_out", "steffi_reset_in", "steffi_state", "steffi_drop"];
    private readonly BpfObject _object = BpfObject.Open("health", typeof(HealthProgram).Assembly);
    private readonly List<TraceLink> _links = [];
    private readonly PacketDrop[] _drops = new PacketDrop[Batch];
    private readonly long[] _counts = new long[Batch];
    private BpfIterator<ConnectionHealth>? _connections;

    private HealthProgram()
    {
    }

    /// <summary>Loads and attaches.</summary>
    /// <exception cref="BpfLoadException">The kernel has no BTF tracepoints, or a capability is missing.</exception>
    /// <exception cref="KernelCallException">A program could not be attached.</exception>
    public static HealthProgram Start()
    {
        var program = new HealthProgram();
        try
        {
            program.Attach();
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>What there is now of each socket; of those that are gone, too, until others take their room.</summary>
    public void ReadConnections<TState>(TState state, Action<TState, ConnectionHealth> read) => _connections!.Walk(state, read);

    /// <summary>Packets dropped so far.</summary>
    public void ReadDrops<TState>(TState state, Action<TState, PacketDrop, long> read)
    {
        var map = _object.Map("steffi_drops");
        uint position = 0;
        bool isLast = false;
        for (bool isFirst = true; !isLast; isFirst = false)
        {
            int count = map.Read<PacketDrop, long>(ref position, isFirst, _drops, _counts, out isLast);
            for (int i = 0; i < count; i++)
                read(state, _drops[i], _counts[i]);
        }
    }

    public void Dispose()
    {
        foreach (var link in _links)
            link.Dispose();
        _links.Clear();
        _connections?.Dispose();
        _object.Dispose();
    }

    private void Attach()
    {
        _object.Load();
        _connections = new(_object, "steffi_connections", _object.Map("steffi_health"));
        foreach (string name in Tracepoints)
            _links.Add(_object.Attach(name));
    }
}
