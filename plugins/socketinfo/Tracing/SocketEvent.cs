using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Steffi.Plugins.SocketInfo;

/// <summary>One record of the ring: struct event of Programs/sockets.bpf.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SocketEvent
{
    public ulong Time;
    public ulong Cookie;
    public uint NetNS;
    public int Pid;
    public ushort LocalPort, RemotePort;
    public byte Family;
    public TransportProtocol Protocol;
    public SocketState OldState, NewState;
    public fixed byte LocalAddress[16];
    public fixed byte RemoteAddress[16];
    public fixed byte Comm[16];

    /// <summary>True where the task that ran is the socket's owner: it connected, listened or sent.</summary>
    public readonly bool IsByOwner => Protocol == TransportProtocol.Udp || NewState is SocketState.SynSent or SocketState.Listen;

    /// <summary>True where the socket is no more.</summary>
    public readonly bool IsEnd => Protocol == TransportProtocol.Udp ? NewState == SocketState.Gone : NewState == SocketState.Close;

    public readonly SocketRecord ToRecord(SocketState state)
    {
        int length = Family == 10 ? 16 : 4;
        fixed (byte* local = LocalAddress, remote = RemoteAddress)
        {
            return new SocketRecord(Protocol, state,
                new SocketEnd(new IPAddress(new ReadOnlySpan<byte>(local, length)), LocalPort),
                new SocketEnd(new IPAddress(new ReadOnlySpan<byte>(remote, length)), RemotePort), Cookie, 0);
        }
    }

    public readonly string Name
    {
        get
        {
            fixed (byte* comm = Comm)
            {
                var bytes = new ReadOnlySpan<byte>(comm, 16);
                int end = bytes.IndexOf((byte)0);
                return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
            }
        }
    }
}
