using Steffi.Bpf;

namespace Steffi.Plugins.SocketInfo;

/// <summary>By BPF iterators, Programs/lists.bpf.c. Needs Linux 5.12 with BTF, CAP_BPF and CAP_PERFMON.</summary>
internal sealed class IteratorScan : SocketScan
{
    // PROC_PID_INIT_INO of linux/proc_ns.h, the same on every machine.
    private const string FirstPidNamespace = "pid:[4026531836]";

    private readonly BpfObject _programs = BpfObject.Open("lists", typeof(IteratorScan).Assembly);
    private readonly List<BpfIterator<ListedSocket>> _sockets = [];
    private BpfIterator<ListedHolder>? _holders;

    private IteratorScan()
    {
    }

    /// <exception cref="BpfLoadException">libbpf is missing, or the kernel refused a program.</exception>
    /// <exception cref="Steffi.Netlink.KernelCallException">It refused to attach one.</exception>
    /// <exception cref="NotSupportedException">Processes have other numbers here than in the kernel.</exception>
    public static IteratorScan Open()
    {
        if (new FileInfo("/proc/self/ns/pid").LinkTarget != FirstPidNamespace)
            throw new NotSupportedException("iterators tell processes by the numbers of the first PID namespace, and this is another");
        var scan = new IteratorScan();
        try
        {
            scan.Attach();
            return scan;
        }
        catch
        {
            scan.Dispose();
            throw;
        }
    }

    public override void ReadSockets(string where, bool hasRoundTrips, List<SocketRecord> found)
    {
        foreach (var sockets in _sockets)
        {
            sockets.Walk(found, static (found, socket) =>
            {
                if (socket.ToRecord() is { IsShown: true } record)
                    found.Add(record);
            });
        }
    }

    public override Dictionary<uint, List<int>> ReadHolders()
    {
        var found = new Dictionary<uint, List<int>>();
        _holders!.Walk(found, static (found, holder) => AddHolder(found, holder.Inode, holder.Pid));
        return LowestFirst(found);
    }

    public override void Dispose()
    {
        foreach (var sockets in _sockets)
            sockets.Dispose();
        _holders?.Dispose();
        _programs.Dispose();
    }

    private void Attach()
    {
        _programs.Load();
        _sockets.Add(new(_programs, "steffi_tcp"));
        _sockets.Add(new(_programs, "steffi_udp"));
        _holders = new(_programs, "steffi_holders");
    }
}
