using System.Net;
using System.Runtime.InteropServices;

namespace Steffi.Plugins.SocketInfo;

/// <summary>struct record of Programs/lists.bpf.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ListedSocket
{
    public ulong Cookie;
    public uint Inode;
    public ushort LocalPort, RemotePort;
    public byte Family;
    public TransportProtocol Protocol;
    public SocketState State;
    private readonly byte _unused;
    public fixed byte Local[16];
    public fixed byte Remote[16];
    public uint RoundTrip;

    public readonly SocketRecord ToRecord()
    {
        int length = Family == 10 ? 16 : 4;
        fixed (byte* local = Local, remote = Remote)
        {
            return new SocketRecord(Protocol, State,
                new SocketEnd(new IPAddress(new ReadOnlySpan<byte>(local, length)), LocalPort),
                new SocketEnd(new IPAddress(new ReadOnlySpan<byte>(remote, length)), RemotePort), Cookie, Inode, RoundTrip);
        }
    }
}

/// <summary>struct holder of Programs/lists.bpf.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ListedHolder
{
    public uint Inode;
    public int Pid;
}
