using System.Runtime.InteropServices;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>The programs on the tracepoints of TCP, of dropped packets and of fragments: the whole machine's. Reading is for one thread at a time.</summary>
/// <remarks>
/// One load serves the process. Each plugin has this code in a context of its own, and they have nothing in common but what is the runtime's: the list of
/// who has the programs' descriptors. Who starts next duplicates some, and what the last one closes is gone.
/// </remarks>
internal sealed class HealthProgram : IDisposable
{
    private const int Batch = 2048;
    private static readonly string[] Tracepoints = ["steffi_retransmit", "steffi_reset_out", "steffi_reset_in", "steffi_state", "steffi_drop", "steffi_sent", "steffi_received"];

    // Of one build alone: another one's maps may be others.
    private static readonly string Name = "Steffi.Bpf.HealthProgram " + typeof(HealthProgram).Module.ModuleVersionId;
    // The same object in every context: named slots are the runtime's, too.
    private static readonly LocalDataStoreSlot Sync = Thread.GetNamedDataSlot(Name);

    private readonly int[] _descriptors;
    private readonly BpfMap _drops, _fragments;
    private readonly BpfIterator<ConnectionHealth> _connections;
    private readonly PacketDrop[] _dropped = new PacketDrop[Batch];
    private readonly ConnectionEnds[] _fragmented = new ConnectionEnds[Batch];
    private readonly long[] _counts = new long[Batch];
    private readonly FragmentCount[] _fragmentCounts = new FragmentCount[Batch];

    private HealthProgram(int[] descriptors)
    {
        _descriptors = descriptors;
        _connections = new BpfIterator<ConnectionHealth>("steffi_connections", descriptors[0]);
        _drops = new BpfMap("steffi_drops", descriptors[1], 0, 0, 0);
        _fragments = new BpfMap("steffi_fragments", descriptors[2], 0, 0, 0);
    }

    // Those of each user, the same in the same order. Under Sync.
    private static List<int[]> Users
    {
        get
        {
            if (AppContext.GetData(Name) is not List<int[]> users)
                AppContext.SetData(Name, users = []);
            return users;
        }
    }

    /// <summary>Loads and attaches, unless that is done.</summary>
    /// <exception cref="BpfLoadException">The kernel has no BTF tracepoints, or a capability is missing.</exception>
    /// <exception cref="KernelCallException">A program could not be attached.</exception>
    public static HealthProgram Start()
    {
        lock (Sync)
        {
            var users = Users;
            var descriptors = users.Count > 0 ? Duplicated(users[0]) : Loaded();
            users.Add(descriptors);
            return new HealthProgram(descriptors);
        }
    }

    /// <summary>What there is now of each socket; of those that are gone, too, until others take their room.</summary>
    public void ReadConnections<TState>(TState state, Action<TState, ConnectionHealth> read) => _connections.Walk(state, read);

    /// <summary>Packets dropped so far.</summary>
    public void ReadDrops<TState>(TState state, Action<TState, PacketDrop, long> read) => Read(_drops, _dropped, _counts, state, read);

    /// <summary>Fragments of datagrams so far, by the ends that their first ones name.</summary>
    public void ReadFragments<TState>(TState state, Action<TState, ConnectionEnds, FragmentCount> read) => Read(_fragments, _fragmented, _fragmentCounts, state, read);

    /// <summary>Ends it for this user, once.</summary>
    public void Dispose()
    {
        lock (Sync)
        {
            if (Users.Remove(_descriptors))
                Close(_descriptors);
        }
    }

    private static void Read<TKey, TValue, TState>(BpfMap map, TKey[] keys, TValue[] values, TState state, Action<TState, TKey, TValue> read)
        where TKey : unmanaged where TValue : unmanaged
    {
        uint position = 0;
        bool isLast = false;
        for (bool isFirst = true; !isLast; isFirst = false)
        {
            int count = map.Read(ref position, isFirst, keys, values, out isLast);
            for (int i = 0; i < count; i++)
                read(state, keys[i], values[i]);
        }
    }

    private static int[] Loaded()
    {
        using var loaded = BpfObject.Open("health", typeof(HealthProgram).Assembly);
        loaded.Configure(KernelTypes.HasFunction("bpf_rdonly_cast") ? 1u : 0u);
        loaded.Load();
        var links = new List<TraceLink>();
        try
        {
            links.Add(loaded.AttachTo("steffi_connections", loaded.Map("steffi_health")));
            foreach (string name in Tracepoints)
                links.Add(loaded.Attach(name));
            // First what is read, as the constructor takes it.
            return Duplicated([links[0].Descriptor, loaded.Map("steffi_drops").Descriptor, loaded.Map("steffi_fragments").Descriptor, .. links.Skip(1).Select(link => link.Descriptor)]);
        }
        finally
        {
            // A link is attached as long as one of its descriptors is open.
            links.ForEach(link => link.Dispose());
        }
    }

    private static int[] Duplicated(int[] descriptors)
    {
        int[] copies = [.. descriptors.Select(Libc.Duplicate)];
        if (!copies.Contains(-1))
            return copies;
        int errno = Marshal.GetLastPInvokeError();
        Close(copies);
        throw new KernelCallException("fcntl(F_DUPFD_CLOEXEC)", "health", errno);
    }

    private static void Close(int[] descriptors)
    {
        foreach (int descriptor in descriptors.Where(descriptor => descriptor >= 0))
            _ = Libc.close(descriptor);
    }
}
