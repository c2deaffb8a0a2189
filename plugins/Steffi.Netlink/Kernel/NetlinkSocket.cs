using System.Runtime.InteropServices;

namespace Steffi.Netlink.Kernel;

/// <summary>How a receive ended, and the caller's next move.</summary>
internal enum ReceiveStatus
{
    /// <summary>The buffer holds messages: decode them, receive again.</summary>
    Received,
    /// <summary>Nothing waits: go back to polling.</summary>
    Empty,
    /// <summary>The kernel dropped messages (ENOBUFS), or one did not fit the buffer: what is known is stale, dump anew.</summary>
    Overrun,
}

/// <summary>
/// One non-blocking netlink socket. A NETLINK_ROUTE one serves notifications, dumps and ethtool alike: one queue keeps what a dump says and what
/// notifications say in the kernel's own order, and a thousand namespaces cost a thousand descriptors, not three thousand.
/// Used by one thread at a time. An open socket keeps its namespace alive.
/// </summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private readonly string _where;
    private int _descriptor;

    private NetlinkSocket(int descriptor, string where)
    {
        _descriptor = descriptor;
        _where = where;
    }

    public int Descriptor => _descriptor;

    /// <summary>The port that the kernel gave; it stands in the header of every answer to this socket.</summary>
    public uint Port { get; private set; }

    /// <summary>Opens in the calling thread's namespace and joins the groups.</summary>
    /// <exception cref="KernelCallException">Out of descriptors or memory; nothing stays open.</exception>
    public static NetlinkSocket Open(string where, int receiveBuffer, ReadOnlySpan<int> groups, int protocol = Libc.NETLINK_ROUTE)
    {
        int descriptor = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, protocol);
        if (descriptor < 0)
            throw Failed("socket(AF_NETLINK)", where);
        var socket = new NetlinkSocket(descriptor, where);
        try
        {
            socket.Prepare(receiveBuffer, groups);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="KernelCallException">The kernel refused the request itself; a refusal of its content comes as NLMSG_ERROR.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        fixed (byte* bytes = request)
        {
            while (Libc.send(_descriptor, bytes, (nuint)request.Length, 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                    throw Failed("send(AF_NETLINK)", _where);
            }
        }
    }

    /// <exception cref="KernelCallException">The socket is broken: neither empty nor overrun.</exception>
    public ReceiveStatus Receive(Span<byte> buffer, out int length)
    {
        while (true)
        {
            Libc.NetlinkAddress from;
            uint fromLength = (uint)sizeof(Libc.NetlinkAddress);
            nint received;
            fixed (byte* bytes = buffer)
                received = Libc.recvfrom(_descriptor, bytes, (nuint)buffer.Length, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC, &from, &fromLength);
            length = (int)Math.Max(received, 0);
            if (received >= 0)
            {
                if (from.Port != 0)
                    continue;   // another process's message, not the kernel's: anyone may send to a port
                return received > buffer.Length ? ReceiveStatus.Overrun : ReceiveStatus.Received;
            }
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR: continue;
                case Errno.EAGAIN: return ReceiveStatus.Empty;
                case Errno.ENOBUFS: return ReceiveStatus.Overrun;
                default: throw Failed("recv(AF_NETLINK)", _where);
            }
        }
    }

    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
            _ = Libc.close(descriptor);
    }

    private void Prepare(int receiveBuffer, ReadOnlySpan<int> groups)
    {
        // FORCE passes net.core.rmem_max but needs CAP_NET_ADMIN; without it the ordinary option takes what is allowed.
        if (Libc.setsockopt(_descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, &receiveBuffer, sizeof(int)) < 0)
            _ = Libc.setsockopt(_descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, &receiveBuffer, sizeof(int));
        var address = new Libc.NetlinkAddress { Family = Libc.AF_NETLINK };
        if (Libc.bind(_descriptor, &address, (uint)sizeof(Libc.NetlinkAddress)) < 0)
            throw Failed("bind(AF_NETLINK)", _where);
        uint length = (uint)sizeof(Libc.NetlinkAddress);
        if (Libc.getsockname(_descriptor, &address, &length) < 0)
            throw Failed("getsockname(AF_NETLINK)", _where);
        Port = address.Port;
        foreach (int group in groups)
        {
            int value = group;
            if (Libc.setsockopt(_descriptor, Libc.SOL_NETLINK, Libc.NETLINK_ADD_MEMBERSHIP, &value, sizeof(int)) < 0)
                throw Failed($"NETLINK_ADD_MEMBERSHIP {group}", _where);
        }
    }

    private static KernelCallException Failed(string operation, string where) => new(operation, where, Marshal.GetLastPInvokeError());
}
