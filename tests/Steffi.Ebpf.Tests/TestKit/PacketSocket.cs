using System.Runtime.InteropServices;
using Steffi.PcapFilter;

namespace Steffi.Ebpf.Tests;

/// <summary>Sends and receives whole frames on one interface through AF_PACKET, the tag of a VLAN put back where the driver took it out.</summary>
internal sealed unsafe partial class PacketSocket : IDisposable
{
    private const int AF_PACKET = 17, SOCK_RAW = 3, SOL_PACKET = 263, PACKET_AUXDATA = 8, SOL_SOCKET = 1, SO_RCVBUFFORCE = 33, SO_ATTACH_FILTER = 26, MSG_DONTWAIT = 0x40, MSG_TRUNC = 0x20;
    private readonly int _descriptor;
    private readonly int _interface;
    private readonly byte[] _buffer = new byte[70_000];

    private PacketSocket(int descriptor, int interfaceIndex)
    {
        _descriptor = descriptor;
        _interface = interfaceIndex;
    }

    /// <summary>Opens in a namespace.</summary>
    public static PacketSocket Open(string name, string device, bool receives = true) => VethPair.Inside(name, () =>
    {
        int index = IndexOf(device);
        ushort protocol = receives ? (ushort)0x0300 : (ushort)0;   // ETH_P_ALL, network order
        int descriptor = socket(AF_PACKET, SOCK_RAW, protocol);
        Assert.True(descriptor >= 0 && index > 0, "socket(AF_PACKET)");
        int one = 1, room = 64 << 20;
        setsockopt(descriptor, SOL_PACKET, PACKET_AUXDATA, &one, 4);
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &room, 4);
        var address = new LinkAddress { Family = AF_PACKET, Protocol = protocol, Index = index };
        Assert.Equal(0, bind(descriptor, &address, (uint)sizeof(LinkAddress)));
        var made = new PacketSocket(descriptor, index);
        while (made.Receive() is not null) { }   // what came between socket and bind
        return made;
    });

    public int Interface => _interface;

    public int Descriptor => _descriptor;

    /// <summary>In the calling thread's namespace.</summary>
    public static int IndexOf(string device) => (int)if_nametoindex(device);

    public void Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
            Assert.Equal(frame.Length, (int)send(_descriptor, bytes, (nuint)frame.Length, 0));
    }

    /// <summary>From now on receives only what the filter lets pass, as the kernel itself runs it.</summary>
    public void Take(ReadOnlySpan<BpfInstruction> filter)
    {
        fixed (BpfInstruction* first = filter)
        {
            var program = new Filter { Length = (ushort)filter.Length, Instructions = first };
            Assert.Equal(0, setsockopt(_descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, (uint)sizeof(Filter)));
        }
    }

    /// <summary>The next frame that waits; null when none does.</summary>
    public byte[]? Receive()
    {
        byte* control = stackalloc byte[128];
        fixed (byte* buffer = _buffer)
        {
            var part = new Part { Base = buffer, Length = (nuint)_buffer.Length };
            var message = new Message { Parts = &part, PartCount = 1, Control = control, ControlLength = 128 };
            nint length = recvmsg(_descriptor, &message, MSG_DONTWAIT | MSG_TRUNC);
            if (length < 0)
                return null;
            byte[] frame = _buffer.AsSpan(0, (int)length).ToArray();
            // struct cmsghdr {size_t len; int level, type}, then tpacket_auxdata: status at 0, vlan_tci at 16, vlan_tpid at 18.
            if (message.ControlLength >= 36 && (*(uint*)(control + 16) & 0x10) != 0)
            {
                ushort tci = *(ushort*)(control + 32), protocol = *(ushort*)(control + 34);
                frame = [.. frame[..12], (byte)(protocol >> 8), (byte)protocol, (byte)(tci >> 8), (byte)tci, .. frame[12..]];
            }
            return frame;
        }
    }

    public void Dispose() => _ = close(_descriptor);

    private struct LinkAddress
    {
        public ushort Family, Protocol;
        public int Index;
        public ushort Hardware;
        public byte Type, Length;
        public ulong Address;
    }

    private struct Filter
    {
        public ushort Length;
        public BpfInstruction* Instructions;
    }

    private struct Part
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int socket, LinkAddress* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(int socket, Message* message, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint if_nametoindex(string name);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
