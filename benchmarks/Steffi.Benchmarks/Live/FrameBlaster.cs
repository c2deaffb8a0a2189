using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Steffi.Benchmarks;

/// <summary>
/// Sends small frames over a veth, from a thread of its own: 64-byte UDP of 4,096 flows. The kernel repeats a frame through an XDP program that gives it another port and
/// sends it (BPF_PROG_TEST_RUN with BPF_F_TEST_XDP_LIVE_FRAMES, Linux 5.18), which is several times as fast as a packet socket.
/// </summary>
internal static unsafe partial class FrameBlaster
{
    private const int Length = 60, Slice = 1_000_000, Burst = 500_000, Batch = 64;   // 64 bytes on a wire, with the checksum that no veth has
    private const int ProgramLoad = 5, TestRun = 10, LinkCreate = 28, XdpProgram = 6, XdpAttach = 37, LiveFrames = 2;
    private const nint BpfCall = 321, BpfCallArm = 280;

    // The slice of a millisecond in which frames are sent; in the rest of it they are thrown away, so that the rate is a share of the highest.
    // r0 = clock % slice; if r0 >= share: return XDP_DROP; r0 = random; if 36 bytes of packet: port = (r0 & 4095) + 1024; return XDP_TX
    private static ulong[] Send(double share) =>
    [
        Instruction(0xBF, 6, 1),
        Instruction(0x85, value: 5), Instruction(0x97, 0, value: Slice), Instruction(0x35, 0, offset: 11, value: (int)(share * Slice)),
        Instruction(0x85, value: 7), Instruction(0x61, 2, 6), Instruction(0x61, 3, 6, 4), Instruction(0xBF, 4, 2), Instruction(0x07, 4, value: 36),
        Instruction(0x2D, 4, 3, 3), Instruction(0x57, 0, value: 4095), Instruction(0x07, 0, value: 1024), Instruction(0x6B, 2, 0, 34),
        Instruction(0xB7, 0, value: 3), Instruction(0x95),
        Instruction(0xB7, 0, value: 1), Instruction(0x95),
    ];

    // return XDP_PASS
    private static readonly ulong[] Pass = [Instruction(0xB7, 0, value: 2), Instruction(0x95)];

    /// <summary>Makes one end of a veth ready: it takes and gives XDP frames only with a program of its own.</summary>
    /// <returns>Closed, the program is gone.</returns>
    public static SafeHandle Prepare(string namespacePath, int index) => NetworkNamespace.In(namespacePath, () =>
    {
        var attach = stackalloc int[] { Load(Pass), index, XdpAttach, 0 };
        return new Microsoft.Win32.SafeHandles.SafeFileHandle(Bpf(LinkCreate, attach, 16), ownsHandle: true);
    });

    /// <summary>Sends for so long, or a little longer.</summary>
    /// <param name="namespacePath">Of the sending end.</param>
    /// <param name="index">That end.</param>
    /// <param name="share">Of the highest rate, more than 0, at most 1.</param>
    /// <param name="time">How long.</param>
    /// <returns>How long it was.</returns>
    public static TimeSpan Run(string namespacePath, int index, double share, TimeSpan time) => NetworkNamespace.In(namespacePath, () =>
    {
        byte* frame = stackalloc byte[Length];
        Fill(new Span<byte>(frame, Length));
        // struct xdp_md: where the frame ends, and the interface.
        var context = stackalloc uint[] { 0, Length, 0, (uint)index, 0, 0 };
        var run = new RunOfProgram
        {
            Program = Load(Send(share)),
            Size = Length,
            Data = (ulong)frame,
            Repeat = Burst,
            ContextSize = 24,
            Context = (ulong)context,
            Flags = LiveFrames,
            BatchSize = Batch,
        };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
            _ = Bpf(TestRun, &run, sizeof(RunOfProgram));
        _ = close(run.Program);
        return watch.Elapsed;
    });

    private static int Load(ulong[] program)
    {
        fixed (ulong* instructions = program)
        fixed (byte* license = "GPL\0"u8)
        {
            var load = new ProgramToLoad { Type = XdpProgram, Count = (uint)program.Length, Instructions = (ulong)instructions, License = (ulong)license };
            return Bpf(ProgramLoad, &load, sizeof(ProgramToLoad));
        }
    }

    private static ulong Instruction(byte code, int target = 0, int source = 0, short offset = 0, int value = 0) =>
        code | (ulong)(target | source << 4) << 8 | (ulong)(ushort)offset << 16 | (ulong)(uint)value << 32;

    private static void Fill(Span<byte> frame)
    {
        ReadOnlySpan<byte> head = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        head.CopyTo(frame);
        BinaryPrimitives.WriteUInt16BigEndian(frame[36..], 9);
        BinaryPrimitives.WriteUInt16BigEndian(frame[38..], 26);
    }

    private static int Bpf(int command, void* attributes, int size) =>
        Check((int)syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? BpfCallArm : BpfCall, command, attributes, size), $"bpf({command})");

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: errno {Marshal.GetLastPInvokeError()}");

    /// <summary>union bpf_attr of BPF_PROG_LOAD.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramToLoad
    {
        public uint Type, Count;
        public ulong Instructions, License;
        public uint LogLevel, LogSize;
        public ulong Log;
    }

    /// <summary>union bpf_attr of BPF_PROG_TEST_RUN.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RunOfProgram
    {
        public int Program;
        public uint Result, Size, SizeOut;
        public ulong Data, DataOut;
        public uint Repeat, Duration, ContextSize, ContextSizeOut;
        public ulong Context, ContextOut;
        public uint Flags, Processor, BatchSize, Padding;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint command, void* attributes, nint size);
}
