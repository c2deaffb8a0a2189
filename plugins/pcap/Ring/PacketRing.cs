using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Steffi.Flows;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Plugins.Pcap;

/// <summary>
/// A packet socket on one interface with a TPACKET_V3 ring that the kernel fills and this process reads in place: no system call and no copy
/// a packet. Hot path, measured by <c>steffi bench capture</c>. One thread at a time.
/// </summary>
/// <remarks>Source: the kernel's Documentation/networking/packet_mmap.rst and linux/if_packet.h.</remarks>
internal sealed unsafe class PacketRing : IDisposable
{
    private const uint BlockSize = 256 << 10, FrameSize = 2048;
    private const int LeastBlocks = 8, RetireMilliseconds = 50;
    private const int TagLength = 4, AddressesLength = 12;
    // struct tpacket_block_desc, then struct tpacket3_hdr and the sockaddr_ll behind it: where things lie.
    private const int BlockStatus = 8, BlockPackets = 12, BlockFirst = 16;
    private const int Next = 0, Seconds = 4, Nanoseconds = 8, Captured = 12, Length = 16, Status = 20, Start = 24, Tag = 32, TagProtocol = 36, PacketType = 48 + 10;
    private const uint OwnedByUser = 1, TagValid = 0x10, TagProtocolValid = 0x40;

    private readonly int socket;
    private readonly string name;
    private readonly LinkType linkType;
    private readonly bool isLoopback;
    private byte* ring;
    private nuint size;
    private uint blocks, current;

    private PacketRing(int socket, string name, LinkType linkType, bool isLoopback) =>
        (this.socket, this.name, this.linkType, this.isLoopback) = (socket, name, linkType, isLoopback);

    /// <summary>Frames given to the table.</summary>
    public long Read { get; private set; }

    /// <summary>Frames that passed the filter and found the ring full.</summary>
    public long Dropped { get; private set; }

    /// <summary>What its frames begin with.</summary>
    public LinkType LinkType => linkType;

    /// <summary>Its size.</summary>
    public long Bytes => (long)size;

    /// <summary>Opens an interface of the calling thread's namespace. Nothing comes in before <see cref="Take"/>.</summary>
    /// <param name="index">The interface.</param>
    /// <param name="bytes">Of the ring; less where the kernel has not so much.</param>
    /// <exception cref="KernelCallException">The interface is gone.</exception>
    /// <exception cref="NotSupportedException">CAP_NET_RAW is missing, or the kernel has no such ring.</exception>
    public static PacketRing Open(int index, long bytes)
    {
        var name = PacketCalls.NameOf(index) ?? throw new KernelCallException("if_indextoname", $"{index}", PacketCalls.ENODEV);
        var (socket, hardware) = OpenSocket(name, index);
        // What has no Ethernet header is read from the network header on, which is the same for every such type.
        bool hasHeader = hardware is PacketCalls.ARPHRD_ETHER or PacketCalls.ARPHRD_LOOPBACK;
        if (!hasHeader)
        {
            _ = Libc.close(socket);
            socket = NewSocket(name, PacketCalls.SOCK_DGRAM);
        }
        var ring = new PacketRing(socket, name, hasHeader ? LinkType.Ethernet : LinkType.Raw, hardware == PacketCalls.ARPHRD_LOOPBACK);
        try
        {
            // In this order: no packet may come in before the filter stands.
            ring.Attach(BpfInstruction.Take(0));
            ring.Map(bytes);
            var promiscuous = new PacketCalls.Membership { Index = index, Type = PacketCalls.PACKET_MR_PROMISC };
            ring.Set(PacketCalls.SOL_PACKET, PacketCalls.PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof(PacketCalls.Membership), "PACKET_ADD_MEMBERSHIP");
            Bind(socket, name, index, PacketCalls.ETH_P_ALL);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Makes a group whose members share the packets of the interface out.</summary>
    /// <param name="program">Chooses a member, by the rest of its result's division by their number.</param>
    /// <returns>What others <see cref="Join"/>.</returns>
    /// <exception cref="KernelCallException">The kernel has no such groups.</exception>
    public uint Found(BpfInstruction[] program)
    {
        uint group = (PacketCalls.PACKET_FANOUT_CBPF | PacketCalls.PACKET_FANOUT_FLAG_UNIQUEID) << 16, length = sizeof(uint);
        Join(group);
        _ = PacketCalls.getsockopt(socket, PacketCalls.SOL_PACKET, PacketCalls.PACKET_FANOUT, &group, &length);
        Program(PacketCalls.SOL_PACKET, PacketCalls.PACKET_FANOUT_DATA, program, "PACKET_FANOUT_DATA");
        return group;
    }

    /// <summary>Becomes one more member of a group.</summary>
    public void Join(uint group) => Set(PacketCalls.SOL_PACKET, PacketCalls.PACKET_FANOUT, &group, sizeof(uint), "PACKET_FANOUT");

    /// <summary>Takes in what passes from now on.</summary>
    public void Take(CaptureFilter filter)
    {
        if (filter.Compile(linkType, name) is { } program)
            Attach(program);
        else
        {
            int none = 0;
            Set(Libc.SOL_SOCKET, PacketCalls.SO_DETACH_FILTER, &none, sizeof(int), "SO_DETACH_FILTER");
        }
    }

    /// <summary>Waits until a block is ready.</summary>
    /// <exception cref="KernelCallException">ENODEV: the interface is gone. One that is only down is waited for.</exception>
    public void Wait(int milliseconds)
    {
        if (IsReady || (PacketCalls.Wait(socket, milliseconds) & PacketCalls.POLLERR) == 0)
            return;
        int error = 0;
        uint length = sizeof(int);
        _ = PacketCalls.getsockopt(socket, Libc.SOL_SOCKET, PacketCalls.SO_ERROR, &error, &length);   // which clears it
        if (BoundTo(socket).Index <= 0)
            throw new KernelCallException("recv", name, PacketCalls.ENODEV);
    }

    /// <summary>Feeds the blocks that are ready, at most one round of the ring.</summary>
    public void Feed(FlowTable table)
    {
        for (uint round = 0; round < blocks && IsReady; round++)
        {
            byte* block = ring + (nuint)current * BlockSize;
            byte* frame = block + *(uint*)(block + BlockFirst);
            for (uint left = *(uint*)(block + BlockPackets); left > 0; left--)
            {
                Feed(table, frame);
                frame += *(uint*)(frame + Next);
            }
            Volatile.Write(ref *(uint*)(block + BlockStatus), 0);
            current = (current + 1) % blocks;
        }
    }

    /// <summary>Takes in no more, and feeds what is on its way.</summary>
    public void Drain(FlowTable table)
    {
        Attach(BpfInstruction.Take(0));
        // The block that is being filled is handed over once its time is over.
        long until = Environment.TickCount64 + 2 * RetireMilliseconds;
        while (Environment.TickCount64 < until && PacketCalls.Wait(socket, RetireMilliseconds) is 0 or PacketCalls.POLLIN)
            Feed(table);
    }

    /// <summary>Brings <see cref="Dropped"/> up to date.</summary>
    public void Count()
    {
        PacketCalls.RingStatistics statistics;
        uint length = (uint)sizeof(PacketCalls.RingStatistics);
        // Reading sets the kernel's counters back to zero.
        if (PacketCalls.getsockopt(socket, PacketCalls.SOL_PACKET, PacketCalls.PACKET_STATISTICS, &statistics, &length) == 0)
            Dropped += statistics.Drops;
    }

    public void Dispose()
    {
        if (ring != null)
            _ = PacketCalls.munmap((nint)ring, size);
        ring = null;
        blocks = 0;
        _ = Libc.close(socket);
    }

    private bool IsReady => blocks > 0 && (Volatile.Read(ref *(uint*)(ring + (nuint)current * BlockSize + BlockStatus)) & OwnedByUser) != 0;

    private void Feed(FlowTable table, byte* frame)
    {
        // The loopback interface shows each packet twice, going out and coming in.
        if (isLoopback && frame[PacketType] == PacketCalls.PACKET_OUTGOING)
            return;
        byte* data = frame + *(ushort*)(frame + Start);
        int captured = *(int*)(frame + Captured), length = *(int*)(frame + Length);
        uint status = *(uint*)(frame + Status);
        if ((status & TagValid) != 0 && linkType == LinkType.Ethernet && captured >= AddressesLength)
        {
            // The kernel took the tag out; PACKET_RESERVE left room in front to put it in again.
            new Span<byte>(data, AddressesLength).CopyTo(new Span<byte>(data - TagLength, AddressesLength));
            data -= TagLength;
            var tag = new Span<byte>(data + AddressesLength, TagLength);
            BinaryPrimitives.WriteUInt16BigEndian(tag, (status & TagProtocolValid) != 0 ? *(ushort*)(frame + TagProtocol) : (ushort)0x8100);
            BinaryPrimitives.WriteUInt16BigEndian(tag[2..], (ushort)*(uint*)(frame + Tag));
            captured += TagLength;
            length += TagLength;
        }
        Read++;
        table.Add(new Frame(new ReadOnlySpan<byte>(data, captured), *(uint*)(frame + Seconds) * 1_000_000_000L + *(uint*)(frame + Nanoseconds), linkType, length));
    }

    private void Map(long bytes)
    {
        int version = PacketCalls.TPACKET_V3, reserve = TagLength;
        if (PacketCalls.setsockopt(socket, PacketCalls.SOL_PACKET, PacketCalls.PACKET_VERSION, &version, sizeof(int)) < 0)
            throw new NotSupportedException($"TPACKET_V3 on {name}: {Errno.Name(Marshal.GetLastPInvokeError())}");
        Set(PacketCalls.SOL_PACKET, PacketCalls.PACKET_RESERVE, &reserve, sizeof(int), "PACKET_RESERVE");
        for (uint count = (uint)Math.Clamp(bytes / BlockSize, LeastBlocks, 1 << 16); ; count /= 2)
        {
            var request = new PacketCalls.RingRequest
            {
                BlockSize = BlockSize,
                BlockCount = count,
                FrameSize = FrameSize,
                FrameCount = BlockSize / FrameSize * count,
                RetireMilliseconds = RetireMilliseconds,
            };
            if (PacketCalls.setsockopt(socket, PacketCalls.SOL_PACKET, PacketCalls.PACKET_RX_RING, &request, (uint)sizeof(PacketCalls.RingRequest)) == 0)
            {
                blocks = count;
                break;
            }
            if (Marshal.GetLastPInvokeError() != PacketCalls.ENOMEM || count / 2 < LeastBlocks)
                throw new NotSupportedException($"PACKET_RX_RING on {name}: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
        size = (nuint)blocks * BlockSize;
        nint mapped = PacketCalls.mmap(0, size, PacketCalls.PROT_READ | PacketCalls.PROT_WRITE, PacketCalls.MAP_SHARED, socket, 0);
        if (mapped == -1)
            throw new NotSupportedException($"mmap of a packet ring on {name}: {Errno.Name(Marshal.GetLastPInvokeError())}");
        ring = (byte*)mapped;
    }

    private void Attach(BpfInstruction[] program) => Program(Libc.SOL_SOCKET, PacketCalls.SO_ATTACH_FILTER, program, "SO_ATTACH_FILTER");

    private void Program(int level, int option, BpfInstruction[] program, string operation)
    {
        fixed (BpfInstruction* instructions = program)
        {
            var filter = new PacketCalls.FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            Set(level, option, &filter, sizeof(PacketCalls.FilterProgram), operation);
        }
    }

    private void Set(int level, int option, void* value, int length, string operation)
    {
        if (PacketCalls.setsockopt(socket, level, option, value, (uint)length) < 0)
            throw new KernelCallException(operation, name, Marshal.GetLastPInvokeError());
    }

    private static (int Socket, ushort Hardware) OpenSocket(string name, int index)
    {
        int socket = NewSocket(name, Libc.SOCK_RAW);
        try
        {
            // Of no protocol yet: bound so, it receives nothing and tells what the interface is.
            Bind(socket, name, index, 0);
            return (socket, BoundTo(socket).HardwareType);
        }
        catch
        {
            _ = Libc.close(socket);
            throw;
        }
    }

    private static int NewSocket(string name, int type)
    {
        int socket = Libc.socket(PacketCalls.AF_PACKET, type | Libc.SOCK_CLOEXEC, 0);
        return socket >= 0 ? socket : throw Refusal.Of("socket(AF_PACKET)", name, Marshal.GetLastPInvokeError());
    }

    private static void Bind(int socket, string name, int index, ushort protocol)
    {
        var address = new PacketCalls.LinkAddress
        {
            Family = PacketCalls.AF_PACKET,
            Protocol = BinaryPrimitives.ReverseEndianness(protocol),
            Index = index,
        };
        // sockaddr_ll without the padding that the structure's alignment adds.
        if (PacketCalls.bind(socket, &address, 20) < 0)
            throw new KernelCallException("bind", name, Marshal.GetLastPInvokeError(), "CAP_NET_RAW");
    }

    private static PacketCalls.LinkAddress BoundTo(int socket)
    {
        PacketCalls.LinkAddress address;
        uint length = 20;
        return PacketCalls.getsockname(socket, &address, &length) == 0 ? address : default;
    }
}
