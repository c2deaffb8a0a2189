using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Steffi.Benchmarks;

/// <summary>Sends small frames out of an interface of a namespace at a rate, from a thread of its own: 64-byte UDP of some thousand flows.</summary>
internal static unsafe partial class FrameBlaster
{
    private const int Frames = 4096, Length = 60, Batch = 64;   // 64 bytes on a wire, with the checksum that no veth has
    private const int AF_PACKET = 17, SOCK_RAW = 3, SOL_PACKET = 263, PACKET_QDISC_BYPASS = 20, CLONE_NEWNET = 0x40000000;

    /// <returns>How many were sent, and how many a second that was.</returns>
    public static (long Sent, double Rate) Send(string namespacePath, int index, double rate, TimeSpan time)
    {
        (long, double) result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                int netns = open(namespacePath, 0);
                Check(setns(netns, CLONE_NEWNET), "setns");
                result = Send(index, rate, time);
                _ = close(netns);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    private static (long, double) Send(int index, double rate, TimeSpan time)
    {
        int socket = FrameBlaster.socket(AF_PACKET, SOCK_RAW, 0);
        var address = stackalloc byte[20];
        new Span<byte>(address, 20).Clear();
        *(ushort*)address = AF_PACKET;
        *(int*)(address + 4) = index;
        Check(bind(socket, address, 20), "bind");
        int bypass = 1;
        Check(setsockopt(socket, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof(int)), "PACKET_QDISC_BYPASS");

        byte* frames = (byte*)NativeMemory.AllocZeroed(Frames, Length);
        var parts = (IoVector*)NativeMemory.AllocZeroed(Frames, (nuint)sizeof(IoVector));
        var messages = (Message*)NativeMemory.AllocZeroed(Frames, (nuint)sizeof(Message));
        for (int i = 0; i < Frames; i++)
        {
            Fill(new Span<byte>(frames + i * Length, Length), i);
            parts[i] = new IoVector { Base = frames + i * Length, Length = Length };
            messages[i] = new Message { Parts = parts + i, Count = 1 };
        }
        long sent = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            int done = sendmmsg(socket, messages + sent % (Frames - Batch), Batch, 0);
            sent += Math.Max(done, 0);
            while (sent > rate * watch.Elapsed.TotalSeconds)
                Thread.SpinWait(20);
        }
        double seconds = watch.Elapsed.TotalSeconds;
        _ = close(socket);
        NativeMemory.Free(messages);
        NativeMemory.Free(parts);
        NativeMemory.Free(frames);
        return (sent, sent / seconds);
    }

    private static void Fill(Span<byte> frame, int flow)
    {
        ReadOnlySpan<byte> head = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        head.CopyTo(frame);
        BinaryPrimitives.WriteUInt16BigEndian(frame[34..], (ushort)(1024 + flow));
        BinaryPrimitives.WriteUInt16BigEndian(frame[36..], 9);
        BinaryPrimitives.WriteUInt16BigEndian(frame[38..], 26);
    }

    private static void Check(int result, string call)
    {
        if (result < 0)
            throw new InvalidOperationException($"{call}: errno {Marshal.GetLastPInvokeError()}");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint Count;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
        public uint Sent;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int descriptor, int kind);

    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(int socket, byte* address, uint length);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(int socket, int level, int option, void* value, uint length);

    [DllImport("libc", SetLastError = true)]
    private static extern int sendmmsg(int socket, Message* messages, uint count, int flags);
}
