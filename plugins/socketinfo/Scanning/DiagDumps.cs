using System.Buffers.Binary;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// Dumps of sock_diag(7) of the namespace that the calling thread is in. Not kept: an open netlink socket would keep the namespace alive.
/// </summary>
/// <param name="where">For errors.</param>
/// <param name="buffer">For requests and answers.</param>
/// <exception cref="KernelCallException">The kernel refused.</exception>
internal sealed class DiagDumps(string where, byte[] buffer) : IDisposable
{
    private readonly NetlinkSocket _socket = NetlinkSocket.Open(where, buffer.Length * 16, [], Libc.NETLINK_SOCK_DIAG);

    /// <summary>Sends a request for a dump and gives each message of the answer to <paramref name="read"/>.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public void Read(ReadOnlySpan<byte> request, DiagMessageReader read)
    {
        _socket.Send(request);
        while (!Receive(read))
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    // A dump's next part is made while the one before is received, so there is always one there until the end.
    private bool Receive(DiagMessageReader read)
    {
        if (_socket.Receive(buffer, out int length) != ReceiveStatus.Received)
            return true;
        var messages = new MessageReader(buffer.AsSpan(0, length));
        while (messages.Next())
        {
            switch (messages.Type)
            {
                case MessageType.Done:
                    return true;
                case MessageType.Error:
                    int errno = messages.Payload.Length >= 4 ? -BinaryPrimitives.ReadInt32LittleEndian(messages.Payload) : Errno.EINVAL;
                    // A kernel without IPv6 or without this diag module has no such sockets.
                    return errno == Errno.ENOENT ? true : throw new KernelCallException("SOCK_DIAG_BY_FAMILY", where, errno);
                case InetDiag.ByFamily:
                    read(messages.Payload);
                    break;
            }
        }
        return false;
    }
}

/// <summary>Takes one message, valid during the call.</summary>
internal delegate void DiagMessageReader(ReadOnlySpan<byte> message);
