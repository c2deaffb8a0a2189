using System.Runtime.InteropServices;

namespace Steffi.Plugins.Pcap;

/// <summary>System calls and structures of packet sockets (packet(7), linux/if_packet.h); each call sets errno.</summary>
internal static unsafe partial class PacketCalls
{
    public const int AF_PACKET = 17, SOCK_DGRAM = 2, SOL_PACKET = 263, SO_ERROR = 4, SO_ATTACH_FILTER = 26, SO_DETACH_FILTER = 27;
    public const int PACKET_ADD_MEMBERSHIP = 1, PACKET_RX_RING = 5, PACKET_STATISTICS = 6, PACKET_VERSION = 10, PACKET_RESERVE = 12, PACKET_FANOUT = 18, PACKET_FANOUT_DATA = 22;
    public const uint PACKET_FANOUT_CBPF = 6, PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
    public const int PACKET_MR_PROMISC = 1, TPACKET_V3 = 2, PACKET_OUTGOING = 4;
    public const ushort ETH_P_ALL = 3, ARPHRD_ETHER = 1, ARPHRD_LOOPBACK = 772;
    public const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;
    public const short POLLIN = 1, POLLERR = 8;
    public const int ENODEV = 19, ENOMEM = 12, ENOPROTOOPT = 92, EINVAL = 22, EPERM = 1;

    /// <summary>struct sockaddr_ll.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;   // network byte order
        public int Index;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public ulong Address;
    }

    /// <summary>struct packet_mreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Membership
    {
        public int Index;
        public ushort Type;
        public ushort AddressLength;
        public ulong Address;
    }

    /// <summary>struct tpacket_req3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RingRequest
    {
        public uint BlockSize, BlockCount, FrameSize, FrameCount, RetireMilliseconds, PrivateSize, Features;
    }

    /// <summary>struct tpacket_stats_v3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RingStatistics
    {
        public uint Packets, Drops, Freezes;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public BpfInstruction* Instructions;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events, Happened;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int socket, LinkAddress* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(int socket, LinkAddress* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* if_indextoname(uint index, byte* name);

    /// <summary>Null when this thread's namespace has no such interface.</summary>
    public static string? NameOf(int index)
    {
        byte* name = stackalloc byte[16];
        return if_indextoname((uint)index, name) == null ? null : Marshal.PtrToStringUTF8((nint)name);
    }

    /// <summary>Waits until the descriptor can be read.</summary>
    /// <returns>What happened; 0 after the time.</returns>
    public static short Wait(int descriptor, int milliseconds)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = POLLIN };
        return poll(&entry, 1, milliseconds) > 0 ? entry.Happened : (short)0;
    }
}
