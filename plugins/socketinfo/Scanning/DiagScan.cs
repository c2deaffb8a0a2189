using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>By sock_diag(7) and /proc/PID/fd. Nothing stays open: an open netlink socket would keep the namespace alive.</summary>
internal sealed class DiagScan : SocketScan
{
    private static readonly (byte Family, TransportProtocol Protocol)[] Kinds =
    [
        (AddressFamilies.IPv4, TransportProtocol.Tcp), (AddressFamilies.IPv6, TransportProtocol.Tcp),
        (AddressFamilies.IPv4, TransportProtocol.Udp), (AddressFamilies.IPv6, TransportProtocol.Udp),
    ];

    private readonly byte[] _buffer = new byte[64 * 1024];
    private uint _sequence;

    public override void ReadSockets(string where, List<SocketRecord> found)
    {
        using var socket = NetlinkSocket.Open(where, _buffer.Length * 16, [], Libc.NETLINK_SOCK_DIAG);
        foreach (var (family, protocol) in Kinds)
        {
            socket.Send(InetDiag.Dump(_buffer, family, protocol, ++_sequence));
            while (!Receive(socket, where, protocol, found))
            {
            }
        }
    }

    public override Dictionary<uint, List<int>> ReadHolders()
    {
        var found = new Dictionary<uint, List<int>>();
        foreach (var (inode, pid) in DescriptorScan.Read())
            AddHolder(found, inode, pid);
        return LowestFirst(found);
    }

    // A dump's next part is made while the one before is received, so there is always one there until the end.
    private bool Receive(NetlinkSocket socket, string where, TransportProtocol protocol, List<SocketRecord> found)
    {
        if (socket.Receive(_buffer, out int length) != ReceiveStatus.Received)
            return true;
        var messages = new MessageReader(_buffer.AsSpan(0, length));
        while (messages.Next())
        {
            switch (messages.Type)
            {
                case MessageType.Done:
                    return true;
                case MessageType.Error:
                    int errno = messages.Payload.Length >= 4 ? -System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(messages.Payload) : Errno.EINVAL;
                    // A kernel without IPv6 or without this diag module has no such sockets.
                    return errno == Errno.ENOENT ? true : throw new KernelCallException("SOCK_DIAG_BY_FAMILY", where, errno);
                case InetDiag.ByFamily when InetDiag.TryRead(messages.Payload, protocol, out var record) && record.IsShown:
                    found.Add(record);
                    break;
            }
        }
        return false;
    }
}
