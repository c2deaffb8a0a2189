using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Steffi.Ebpf.Tests;

/// <summary>Sends UDP frames of many flows as fast as one thread can: sendmmsg on a packet socket.</summary>
internal sealed unsafe partial class PacketGenerator : IDisposable
{
    private const int Batch = 256;
    private readonly PacketSocket _socket;
    private readonly int _length;
    private readonly byte* _frames;
    private readonly Slot* _slots;
    private readonly Part* _parts;
    private readonly int _flows;

    /// <param name="socket">Where to send.</param>
    /// <param name="flows">Different source ports and addresses, in turn.</param>
    /// <param name="length">Of each frame.</param>
    public PacketGenerator(PacketSocket socket, int flows, int length = 64)
    {
        _socket = socket;
        _length = length;
        _flows = flows;
        _frames = (byte*)NativeMemory.AllocZeroed((nuint)(flows * length));
        _slots = (Slot*)NativeMemory.AllocZeroed((nuint)(flows * sizeof(Slot)));
        _parts = (Part*)NativeMemory.AllocZeroed((nuint)(flows * sizeof(Part)));
        for (int i = 0; i < flows; i++)
        {
            Write(new Span<byte>(_frames + i * length, length), i);
            _parts[i] = new Part { Base = _frames + i * length, Length = (nuint)length };
            _slots[i] = new Slot { Parts = _parts + i, PartCount = 1 };
        }
    }

    /// <summary>UDP from 10.x.y.z:port to 10.9.8.2:5001, one flow a number.</summary>
    public static void Write(Span<byte> frame, int flow)
    {
        Convert.FromHexString("02000000000202000000000108004500000000004000401100000a0000000a09080200001389000000000000").CopyTo(frame);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], (ushort)(frame.Length - 14));
        BinaryPrimitives.WriteUInt32BigEndian(frame[26..], 0x0A000001u + (uint)(flow / 50_000));
        BinaryPrimitives.WriteUInt16BigEndian(frame[34..], (ushort)(10_000 + flow % 50_000));
        BinaryPrimitives.WriteUInt16BigEndian(frame[38..], (ushort)(frame.Length - 34));
    }

    /// <summary>Sends for a while, the flows in turn.</summary>
    /// <returns>Frames sent.</returns>
    public long Run(TimeSpan time)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency), sent = 0;
        int at = 0;
        while (Stopwatch.GetTimestamp() < end)
            sent += SendSome(ref at);
        return sent;
    }

    /// <summary>Sends every flow's frame so many times.</summary>
    public void Send(int times)
    {
        int at = 0;
        for (long left = (long)_flows * times; left > 0;)
            left -= SendSome(ref at, (int)Math.Min(left, Batch));
    }

    private int SendSome(ref int at, int most = Batch)
    {
        int count = Math.Min(most, _flows - at);
        int sent = sendmmsg(_socket.Descriptor, _slots + at, (uint)count, 0);
        if (sent <= 0)
            return 0;
        at = at + sent == _flows ? 0 : at + sent;
        return sent;
    }

    public void Dispose()
    {
        NativeMemory.Free(_frames);
        NativeMemory.Free(_slots);
        NativeMemory.Free(_parts);
    }

    private struct Part
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
        public uint Sent;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sendmmsg(int socket, Slot* slots, uint count, int flags);
}
