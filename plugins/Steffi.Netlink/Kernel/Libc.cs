using System.Runtime.InteropServices;

namespace Steffi.Netlink.Kernel;

/// <summary>The system calls used; each sets errno, read with Marshal.GetLastPInvokeError.</summary>
internal static unsafe partial class Libc
{
    public const int AF_NETLINK = 16, SOCK_RAW = 3, SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000, NETLINK_ROUTE = 0, NETLINK_SOCK_DIAG = 4;
    public const int SOL_SOCKET = 1, SO_RCVBUF = 8, SO_RCVBUFFORCE = 33;
    public const int SOL_NETLINK = 270, NETLINK_ADD_MEMBERSHIP = 1;
    public const int MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40;
    public const int CLONE_NEWNET = 0x40000000;
    public const int O_RDONLY = 0, O_CLOEXEC = 0x80000;
    public const int AT_FDCWD = -100;
    private const int F_DUPFD_CLOEXEC = 1030;
    public const uint STATX_INO = 0x100;
    public const int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2;
    public const uint EPOLLIN = 1, EPOLLERR = 8;
    public const nuint SIOCETHTOOL = 0x8946;

    /// <summary>struct sockaddr_nl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NetlinkAddress
    {
        public ushort Family;
        public ushort Pad;
        public uint Port;
        public uint Groups;
    }

    /// <summary>struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatX
    {
        [FieldOffset(0x20)] public ulong Inode;
        [FieldOffset(0x88)] public uint DeviceMajor;
        [FieldOffset(0x8c)] public uint DeviceMinor;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int socket, NetlinkAddress* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(int socket, NetlinkAddress* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int socket, int level, int option, int* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(int socket, byte* buffer, nuint length, int flags, NetlinkAddress* from, uint* fromLength);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    /// <summary>Another descriptor of the same, closed on exec; -1 when there is none to be had.</summary>
    public static int Duplicate(int descriptor) => fcntl(descriptor, F_DUPFD_CLOEXEC, 0);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setns(int descriptor, int kind);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, StatX* result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint readlink(byte* path, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* eventRecord);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int maximum, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint start, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint length);
}
