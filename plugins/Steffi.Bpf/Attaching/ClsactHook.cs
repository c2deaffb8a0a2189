using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>
/// clsact: a filter a direction, by its handle ours. A filter outlives its process, so each has a slot, and whoever uses the slot holds a
/// socket of its name: a filter whose name is free was left behind.
/// </summary>
internal sealed unsafe class ClsactHook : InterfaceHook
{
    private const uint Priority = 49_000, FirstHandle = 0x57EFF1;
    private const int Slots = 8;
    private const uint Replace = 1;
    private const int Exists = -17;
    private const uint FiltersIn = 0xFFFFFFF2, FiltersOut = 0xFFFFFFF3;   // TC_H_CLSACT and TC_H_MIN_INGRESS, TC_H_MIN_EGRESS
    private const ushort GetFilter = 46, FilterBody = 20;                 // RTM_GETTFILTER, struct tcmsg
    private readonly long _namespace = CurrentNamespace();
    private readonly int _interface;
    private readonly int _slot;
    private readonly Socket _owner;
    private bool _isDisciplineOurs;

    private ClsactHook(int interfaceIndex, int slot, Socket owner)
    {
        _interface = interfaceIndex;
        _slot = slot;
        _owner = owner;
    }

    public override HookKind Kind => HookKind.Clsact;

    public static ClsactHook Attach(int program, int interfaceIndex, Directions directions)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            if (Own(interfaceIndex, slot) is not { } owner)
                continue;
            var hook = new ClsactHook(interfaceIndex, slot, owner);
            try
            {
                foreach (var one in Each(directions))
                    hook.Add(program, one);
                return hook;
            }
            catch
            {
                hook.Dispose();
                throw;
            }
        }
        throw new KernelCallException("tc filter", Named(interfaceIndex), Errno.EBUSY);
    }

    /// <summary>Takes away the filters whose process is no more.</summary>
    public static void RemoveLeftovers(int interfaceIndex)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            if (!Each(Directions.Both).Any(one => IsThere(interfaceIndex, slot, one)) || Own(interfaceIndex, slot) is not { } owner)
                continue;
            using (owner)
                Remove(interfaceIndex, slot);
            RemoveDiscipline(interfaceIndex);
        }
    }

    public override void Dispose()
    {
        // Elsewhere an interface of the same number is another one: where its namespace is gone, the filters are, too.
        if (CurrentNamespace() == _namespace)
        {
            Remove(_interface, _slot);
            if (_isDisciplineOurs)
                RemoveDiscipline(_interface);
        }
        _owner.Dispose();
    }

    private void Add(int program, Directions one)
    {
        var hook = Hook(_interface, one);
        LibbpfLog.Begin();
        int status = Libbpf.bpf_tc_hook_create(&hook);
        _isDisciplineOurs |= status == 0;
        if (status is 0 or Exists)
        {
            var options = Options(_slot);
            options.Program = program;
            options.Flags = Replace;
            status = Libbpf.bpf_tc_attach(&hook, &options);
        }
        if (status < 0)
            throw new KernelCallException("tc filter", Named(_interface), -status, Capabilities.Missing());
    }

    private static void Remove(int interfaceIndex, int slot)
    {
        foreach (var one in Each(Directions.Both))
        {
            var hook = Hook(interfaceIndex, one);
            var options = Options(slot);
            LibbpfLog.Begin();
            _ = Libbpf.bpf_tc_detach(&hook, &options);
        }
    }

    // Filters of others keep it.
    private static void RemoveDiscipline(int interfaceIndex)
    {
        if (HasFilters(interfaceIndex, FiltersIn) || HasFilters(interfaceIndex, FiltersOut))
            return;
        var hook = Hook(interfaceIndex, Directions.Both);
        LibbpfLog.Begin();
        _ = Libbpf.bpf_tc_hook_destroy(&hook);
    }

    private static bool HasFilters(int interfaceIndex, uint parent)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var request = new RequestWriter(buffer, GetFilter, MessageFlags.Dump, sequence: 1, FilterBody);
        BinaryPrimitives.WriteInt32LittleEndian(request.Body[4..], interfaceIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(request.Body[12..], parent);
        using var socket = NetlinkSocket.Open("tc", buffer.Length, []);
        socket.Send(request.Finish());
        // Nothing but the dump's end when there is none.
        return socket.Receive(buffer, out _) != ReceiveStatus.Received || BinaryPrimitives.ReadUInt16LittleEndian(buffer[4..]) != MessageType.Done;
    }

    private static long CurrentNamespace() => NamespaceFile.Inode("/proc/thread-self/ns/net");

    private static bool IsThere(int interfaceIndex, int slot, Directions one)
    {
        var hook = Hook(interfaceIndex, one);
        var options = Options(slot);
        LibbpfLog.Begin();
        return Libbpf.bpf_tc_query(&hook, &options) == 0;
    }

    // A name in the abstract space, which is the namespace's own: free again as soon as its process is gone.
    private static Socket? Own(int interfaceIndex, int slot)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0steffi/tc/{interfaceIndex}/{slot}")));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static IEnumerable<Directions> Each(Directions directions)
    {
        if (directions.HasFlag(Directions.In))
            yield return Directions.In;
        if (directions.HasFlag(Directions.Out))
            yield return Directions.Out;
    }

    // BPF_TC_INGRESS and BPF_TC_EGRESS have the values of Directions.
    private static Libbpf.TcHook Hook(int interfaceIndex, Directions one) =>
        new() { Size = (nuint)sizeof(Libbpf.TcHook), InterfaceIndex = interfaceIndex, AttachPoint = (int)one };

    private static Libbpf.TcOptions Options(int slot) =>
        new() { Size = (nuint)sizeof(Libbpf.TcOptions), Handle = FirstHandle + (uint)slot, Priority = Priority };

    private static string Named(int interfaceIndex) => "interface " + interfaceIndex.ToString(CultureInfo.InvariantCulture);
}
